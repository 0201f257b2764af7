import { theme } from "antd";
import { describe, expect, it } from "vitest";
import { consoleTheme } from "./theme.ts";

const token = theme.getDesignToken(consoleTheme);
/** WCAG 2.2, 1.4.3, for text of usual size. */
const least = 4.5;

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  expect([one, other]).toEqual([
    expect.stringMatching(/^#[0-9a-f]{6}$/i),
    expect.stringMatching(/^#[0-9a-f]{6}$/i),
  ]);
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe("the theme", () => {
  it("has text that stands out from the page", () => {
    const texts = {
      secondary: token.colorTextSecondary,
      tertiary: token.colorTextTertiary,
      quaternary: token.colorTextQuaternary,
      placeholder: token.colorTextPlaceholder,
      link: token.colorLink,
      linkHover: token.colorLinkHover,
      error: token.colorError,
      success: token.colorSuccess,
      warning: token.colorWarning,
    };
    for (const [name, colour] of Object.entries(texts)) {
      expect(contrast(colour, "#ffffff"), name).toBeGreaterThanOrEqual(least);
      expect(contrast(colour, token.colorBgLayout), name).toBeGreaterThanOrEqual(least);
    }
  });

  it("has white text that stands out from buttons", () => {
    for (const colour of [
      token.colorPrimary,
      token.colorPrimaryHover,
      token.colorError,
      token.colorErrorHover,
    ])
      expect(contrast("#ffffff", colour), colour).toBeGreaterThanOrEqual(least);
  });

  it("has tags and alerts that can be read", () => {
    for (const name of [
      "blue",
      "green",
      "red",
      "orange",
      "gold",
      "purple",
      "cyan",
      "magenta",
      "volcano",
      "geekblue",
      "lime",
    ] as const) {
      expect(contrast(token[`${name}7`], token[`${name}1`]), name).toBeGreaterThanOrEqual(least);
      expect(token[`${name}-7`], name).toBe(token[`${name}7`]);
    }
    expect(contrast(token.colorSuccess, token.colorSuccessBg)).toBeGreaterThanOrEqual(least);
    expect(contrast(token.colorError, token.colorErrorBg)).toBeGreaterThanOrEqual(least);
    expect(contrast(token.colorWarning, token.colorWarningBg)).toBeGreaterThanOrEqual(least);
    expect(contrast(token.colorInfo, token.colorInfoBg)).toBeGreaterThanOrEqual(least);
  });
});
