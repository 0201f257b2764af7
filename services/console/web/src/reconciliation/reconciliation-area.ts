import { CalendarOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const reconciliationArea: Area = {
  path: "/reconciliation",
  group: "money",
  title: defineWords("对账", "Reconciliation"),
  permissions: ["reconciliation.read"],
  Icon: CalendarOutlined,
  Page: lazyPage(async () => (await import("./reconciliation-pages.tsx")).ReconciliationPages),
};
