import type { Permission } from "@compose-pay/contracts";
import type { ComponentType, LazyExoticComponent } from "react";
import type { Words } from "./words.ts";

/** One entry of the menu, and the pages behind it; loaded when it is opened. */
export interface Area {
  /** The beginning of its paths: `/payments`. */
  readonly path: string;
  readonly group: "watch" | "money" | "setup" | "people";
  readonly title: Words<string>;
  /** Who has none of these does not see it. */
  readonly permissions: readonly Permission[];
  readonly Icon: ComponentType;
  /** Has the routes below `path` itself: `<Routes><Route index …/><Route path=":id" …/></Routes>`. */
  readonly Page: LazyExoticComponent<ComponentType>;
}
