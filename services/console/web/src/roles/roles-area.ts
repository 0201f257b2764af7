import { SafetyCertificateOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const rolesArea: Area = {
  path: "/roles",
  group: "people",
  title: defineWords("角色与权限", "Roles"),
  permissions: ["operators.read"],
  Icon: SafetyCertificateOutlined,
  Page: lazyPage(async () => (await import("./roles-page.tsx")).RolesPage),
};
