import { ShopOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const merchantsArea: Area = {
  path: "/merchants",
  group: "setup",
  title: defineWords("商户与应用", "Merchants and apps"),
  permissions: ["merchants.read"],
  Icon: ShopOutlined,
  Page: lazyPage(async () => (await import("./merchants-pages.tsx")).MerchantsPages),
};
