import { describe, expect, it } from "vitest";
import { expiresAt } from "./expiry.ts";

const now = Date.parse("2026-01-31T23:30:00+08:00");
const inChina = (text: string) => Date.parse(`${text}+08:00`);

describe("the end of an unpaid Alipay order", () => {
  it.each([
    [{ timeout_express: "2h" }, "2026-02-01T01:30:00"],
    [{ timeout_express: "1m" }, "2026-01-31T23:31:00"],
    [{ timeout_express: "15d" }, "2026-02-15T23:30:00"],
    [{ timeout_express: "1c" }, "2026-02-01T00:00:00"],
    [{ time_expire: "2026-02-01 08:00:00", timeout_express: "1m" }, "2026-02-01T08:00:00"],
  ])("%j", (asked, end) => {
    expect(expiresAt(asked, now, 0)).toBe(inChina(end));
  });

  it("is refused in the past, after 15 days and in no known form", () => {
    const timeout = { timeout_express: "2h" };
    expect(expiresAt({ time_expire: "2026-01-31 23:30:00", ...timeout }, now, 0)).toBeNull();
    expect(expiresAt({ timeout_express: "361h" }, now, 0)).toBeNull();
    expect(expiresAt({ time_expire: "2026-02-31", ...timeout }, now, 0)).toBeNull();
  });
});
