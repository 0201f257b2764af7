import { BankOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const accountsArea: Area = {
  path: "/accounts",
  group: "setup",
  title: defineWords("通道商户号", "Channel accounts"),
  permissions: ["accounts.read"],
  Icon: BankOutlined,
  Page: lazyPage(async () => (await import("./accounts-pages.tsx")).AccountsPages),
};
