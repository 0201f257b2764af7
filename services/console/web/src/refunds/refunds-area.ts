import { RollbackOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const refundsArea: Area = {
  path: "/refunds",
  group: "money",
  title: defineWords("退款", "Refunds"),
  permissions: ["refunds.read"],
  Icon: RollbackOutlined,
  Page: lazyPage(async () => (await import("./refunds-routes.tsx")).RefundsRoutes),
};
