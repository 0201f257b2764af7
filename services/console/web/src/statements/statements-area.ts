import { AccountBookOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const statementsArea: Area = {
  path: "/statements",
  group: "money",
  title: defineWords("结算单", "Statements"),
  permissions: ["reconciliation.read"],
  Icon: AccountBookOutlined,
  Page: lazyPage(async () => (await import("./statements-page.tsx")).StatementsPage),
};
