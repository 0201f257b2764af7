import { ClockCircleOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const jobsArea: Area = {
  path: "/jobs",
  group: "watch",
  title: defineWords("定时任务", "Jobs"),
  permissions: ["jobs.read"],
  Icon: ClockCircleOutlined,
  Page: lazyPage(async () => (await import("./jobs-pages.tsx")).JobsPages),
};
