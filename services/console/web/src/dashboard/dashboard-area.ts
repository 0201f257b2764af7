import { DashboardOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const dashboardArea: Area = {
  path: "/dashboard",
  group: "watch",
  title: defineWords("总览", "Dashboard"),
  permissions: ["dashboard.read"],
  Icon: DashboardOutlined,
  Page: lazyPage(async () => (await import("./dashboard-page.tsx")).DashboardPage),
};
