import { DiffOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const discrepanciesArea: Area = {
  path: "/discrepancies",
  group: "money",
  title: defineWords("差错处理", "Discrepancies"),
  permissions: ["reconciliation.read"],
  Icon: DiffOutlined,
  Page: lazyPage(async () => (await import("./discrepancies-pages.tsx")).DiscrepanciesPages),
};
