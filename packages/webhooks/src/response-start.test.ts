import { describe, expect, it } from "vitest";
import { responseStart } from "./response-start.ts";

describe("the start of an answer", () => {
  it("is the text of a short one", () => {
    expect(responseStart(Buffer.from('{"ok":true}\r\n\t好'))).toBe('{"ok":true}\n\t好');
  });

  it("is empty for none", () => {
    expect(responseStart(Buffer.alloc(0))).toBe("");
  });

  it("is the first KiB, and never half a character", () => {
    expect(responseStart(Buffer.from("a".repeat(5_000)))).toBe("a".repeat(1_024));
    expect(responseStart(Buffer.from("支".repeat(500)))).toBe("支".repeat(341));
    expect(responseStart(Buffer.from("🍵".repeat(256)))).toBe("🍵".repeat(256));
  });

  it("is valid text whatever the bytes were", () => {
    expect(responseStart(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe6]))).toBe("a\u{fffd}\u{fffd}(\u{fffd}");
    const worst = responseStart(Buffer.alloc(4_096, 0xff));
    expect(worst).toBe("\u{fffd}".repeat(1_024));
  });

  it("holds no control characters", () => {
    expect(responseStart(Buffer.from("a\u0000b\u001b[31mc\u0085d\re\u007f"))).toBe(
      "a\u{fffd}b\u{fffd}[31mc\u{fffd}d\u{fffd}e\u{fffd}",
    );
  });
});
