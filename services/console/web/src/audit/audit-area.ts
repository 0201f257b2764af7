import { AuditOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const auditArea: Area = {
  path: "/audit",
  group: "people",
  title: defineWords("审计日志", "Audit"),
  permissions: ["audit.read"],
  Icon: AuditOutlined,
  Page: lazyPage(async () => (await import("./audit-page.tsx")).AuditPage),
};
