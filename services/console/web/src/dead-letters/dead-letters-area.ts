import { WarningOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const deadLettersArea: Area = {
  path: "/dead-letters",
  group: "watch",
  title: defineWords("死信", "Dead letters"),
  permissions: ["dead_letters.read"],
  Icon: WarningOutlined,
  Page: lazyPage(async () => (await import("./dead-letters-page.tsx")).DeadLettersPage),
};
