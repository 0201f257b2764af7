import { SettingOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const settingsArea: Area = {
  path: "/settings",
  group: "setup",
  title: defineWords("系统参数", "Settings"),
  permissions: ["settings.read"],
  Icon: SettingOutlined,
  Page: lazyPage(async () => (await import("./settings-page.tsx")).SettingsPage),
};
