import { TeamOutlined } from "@ant-design/icons";
import type { Area } from "../shell/area.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { defineWords } from "../shell/words.ts";

export const operatorsArea: Area = {
  path: "/operators",
  group: "people",
  title: defineWords("操作员", "Operators"),
  permissions: ["operators.read"],
  Icon: TeamOutlined,
  Page: lazyPage(async () => (await import("./operators-page.tsx")).OperatorsPage),
};
