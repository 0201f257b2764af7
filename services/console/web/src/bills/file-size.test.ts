import { describe, expect, it } from "vitest";
import { fileSize } from "./file-size.ts";

describe("the size of a file", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 KiB"],
    [65_536, "64 KiB"],
    [268_435_456, "256 MiB"],
    [1_500_000, "1.4 MiB"],
    [8_589_934_592, "8 GiB"],
  ])("of %d bytes is %s", (bytes, shown) => {
    expect(fileSize(bytes)).toBe(shown);
  });
});
