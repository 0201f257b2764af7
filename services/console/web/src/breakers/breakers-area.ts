import { ThunderboltOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const breakersArea: Area = {
  path: "/breakers",
  group: "watch",
  title: defineWords("熔断", "Breakers"),
  permissions: ["breakers.read"],
  Icon: ThunderboltOutlined,
  Page: lazyPage(async () => (await import("./breakers-page.tsx")).BreakersPage),
};
