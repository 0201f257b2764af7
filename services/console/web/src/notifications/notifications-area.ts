import { InboxOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const notificationsArea: Area = {
  path: "/notifications",
  group: "watch",
  title: defineWords("渠道通知", "Channel notifications"),
  permissions: ["notifications.read"],
  Icon: InboxOutlined,
  Page: lazyPage(async () => (await import("./notifications-page.tsx")).NotificationsPage),
};
