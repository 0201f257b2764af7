import { describe, expect, it } from "vitest";
import { parseClosePayment } from "./close-payment.ts";

describe("parseClosePayment", () => {
  it("takes no body or an empty one", () => {
    expect(parseClosePayment(undefined)).toEqual({ ok: true, value: {} });
    expect(parseClosePayment({})).toEqual({ ok: true, value: {} });
  });

  it("refuses every field", () => {
    expect(parseClosePayment({ reason: "x" })).toEqual({
      ok: false,
      errors: [{ path: "reason", message: "is not a known field" }],
    });
    expect(parseClosePayment([])).toEqual({
      ok: false,
      errors: [{ path: "", message: "must be an object" }],
    });
  });
});
