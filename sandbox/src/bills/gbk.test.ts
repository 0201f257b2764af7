import { describe, expect, it } from "vitest";
import { encodeGbk } from "./gbk.ts";

describe("text in GBK", () => {
  it("is read back by any decoder", () => {
    const text = "#支付宝业务明细查询\r\n€ 嗄 。（元）\t—";
    for (const charset of ["gbk", "gb18030"]) {
      expect(new TextDecoder(charset, { fatal: true }).decode(encodeGbk(text))).toBe(text);
    }
    expect(encodeGbk("支a")).toEqual(Buffer.from([0xd6, 0xa7, 0x61]));
  });

  it("has one question mark for a character that GBK lacks", () => {
    expect(encodeGbk("a😀é\u0000b").toString("latin1")).toBe("a?\u00a8\u00a6\u0000b");
    expect(encodeGbk("\u{20000}ñ").toString()).toBe("??");
  });
});
