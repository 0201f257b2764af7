import { HourglassOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const stuckArea: Area = {
  path: "/stuck",
  group: "watch",
  title: defineWords("滞留与待办", "Stuck work"),
  permissions: ["dashboard.read"],
  Icon: HourglassOutlined,
  Page: lazyPage(async () => (await import("./stuck-page.tsx")).StuckPage),
};
