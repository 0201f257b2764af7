import { SendOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const webhooksArea: Area = {
  path: "/webhooks",
  group: "watch",
  title: defineWords("商户通知", "Webhooks"),
  permissions: ["webhooks.read"],
  Icon: SendOutlined,
  Page: lazyPage(async () => (await import("./webhooks-page.tsx")).WebhooksPage),
};
