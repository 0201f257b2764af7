import { PayCircleOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const paymentsArea: Area = {
  path: "/payments",
  group: "money",
  title: defineWords("支付订单", "Payments"),
  permissions: ["payments.read"],
  Icon: PayCircleOutlined,
  Page: lazyPage(async () => (await import("./payments-routes.tsx")).PaymentsRoutes),
};
