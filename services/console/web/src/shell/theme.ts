import type { ThemeConfig } from "antd";

/** The text of tags in Ant Design's own colours, whose backgrounds stay. */
const textOfTags = {
  blue: "#003eb3",
  purple: "#391085",
  cyan: "#00595f",
  green: "#1d6303",
  magenta: "#9e1068",
  pink: "#9e1068",
  red: "#a8071a",
  orange: "#873d00",
  yellow: "#614700",
  volcano: "#9b1e02",
  geekblue: "#10239e",
  gold: "#744200",
  lime: "#3f6600",
};

/** Ant Design knows each colour of a palette by two names, and takes one of them here and the other there. */
const seventhOfPalettes = Object.fromEntries(
  Object.entries(textOfTags).flatMap(([name, colour]) => [
    [`${name}7`, colour],
    [`${name}-7`, colour],
  ]),
);

/**
 * Calm and dense. Every colour that text has, or stands on, is dark enough for 4.5:1 (WCAG 2.2, 1.4.3), which Ant
 * Design's own are not.
 */
export const consoleTheme: ThemeConfig = {
  token: {
    colorPrimary: "#0f4fa8",
    colorInfo: "#0f4fa8",
    colorLink: "#0f4fa8",
    colorSuccess: "#1f6b2c",
    colorWarning: "#8a4b00",
    colorError: "#b3261e",
    colorTextBase: "#1b2330",
    colorTextSecondary: "#475161",
    colorTextTertiary: "#566072",
    colorTextQuaternary: "#626c7d",
    colorTextPlaceholder: "#626c7d",
    colorBgLayout: "#f4f6f9",
    colorLinkHover: "#0b3d84",
    colorPrimaryBg: "#e6eefa",
    colorInfoBg: "#eef4fc",
    colorInfoBorder: "#a9c4ea",
    colorSuccessBg: "#eef7ef",
    colorSuccessBorder: "#a5d0ac",
    colorWarningBg: "#fdf5e6",
    colorWarningBorder: "#e3c48d",
    colorErrorBg: "#fdefee",
    colorErrorBorder: "#edb3af",
    ...seventhOfPalettes,
    borderRadius: 4,
    fontSize: 14,
    controlHeight: 32,
    wireframe: false,
  },
  components: {
    Layout: { headerBg: "#ffffff", headerHeight: 52, headerPadding: "0 16px", siderBg: "#ffffff" },
    Menu: { itemHeight: 34, itemMarginBlock: 2, groupTitleColor: "#566072" },
    Table: { cellPaddingBlockMD: 8, cellPaddingInlineMD: 10 },
  },
};
