import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipAddress } from "./ip-address.ts";

const isAccepted = (value: string) => ipAddress.safeParse(value).success;

describe("ipAddress", () => {
  it("accepts every address", () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => isAccepted(address)));
  });

  it("accepts nothing that the system would not take for an address", () => {
    const nearlyAddress = fc.string({
      unit: fc.constantFrom("0", "1", "2", "9", "a", "F", ":", "::", ".", "]", "%", "/", " "),
      maxLength: 20,
    });
    fc.assert(
      fc.property(nearlyAddress, (value) => !isAccepted(value) || isIP(value) !== 0),
      { numRuns: 5_000 },
    );
  });

  it.each([
    "127.1",
    "0x7f.0.0.1",
    "010.0.0.1",
    "1.2.3.4:80",
    "[::1]",
    "::1]",
    "fe80::1%eth0",
    "localhost",
    " ::1",
  ])("refuses %s", (value) => {
    expect(isAccepted(value)).toBe(false);
  });
});
