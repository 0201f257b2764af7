import { describe, expect, it } from "vitest";
import { isBarcode, methods } from "./method.ts";
import { barcodeTimeMs } from "./retry-ladder.ts";
import { endOfTimeToPay } from "./time-to-pay.ts";

const createdAt = new Date("2026-03-01T08:00:00.000Z");
const after = (ms: number) => new Date(createdAt.getTime() + ms);

describe("the time to pay", () => {
  it.each(methods.filter((method) => !isBarcode(method)))("of %s ends with the payment's", (method) => {
    expect(endOfTimeToPay({ method, createdAt, expiresAt: after(1_800_000) })).toEqual(after(1_800_000));
  });

  it.each(methods.filter(isBarcode))("of %s ends at the till, or with the payment's before", (method) => {
    expect(endOfTimeToPay({ method, createdAt, expiresAt: after(1_800_000) })).toEqual(after(barcodeTimeMs));
    expect(endOfTimeToPay({ method, createdAt, expiresAt: after(1_000) })).toEqual(after(1_000));
  });
});
