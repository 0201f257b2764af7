import { describe, expect, it } from "vitest";
import { languageOf } from "./language.ts";

describe("the language", () => {
  it("is Chinese unless English was chosen", () => {
    expect(["en", "zh-CN", "fr", "", null].map(languageOf)).toEqual([
      "en",
      "zh-CN",
      "zh-CN",
      "zh-CN",
      "zh-CN",
    ]);
  });
});
