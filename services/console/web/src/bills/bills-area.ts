import { FileTextOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const billsArea: Area = {
  path: "/bills",
  group: "money",
  title: defineWords("渠道账单", "Bills"),
  permissions: ["reconciliation.read"],
  Icon: FileTextOutlined,
  Page: lazyPage(async () => (await import("./bills-page.tsx")).BillsPage),
};
