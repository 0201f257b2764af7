import { describe, expect, it } from "vitest";
import { readRunSummary } from "./read-run-summary.ts";

describe("a run's summary", () => {
  const side = { payments: 1, paymentAmount: 100, refunds: 0, refundAmount: 0, fees: 1 };

  it("is read as reconcile-worker writes it, with the sums that the bill alone has", () => {
    const there = { ...side, lines: 1, settled: { paid: 100, refunded: 0, failedRefunds: 0 } };
    const funds = [{ name: "payments", tradeBill: 100, fundFlow: 90 }];
    const stored = {
      there,
      here: side,
      difference: { payments: 0, refunds: 0, fees: 0 },
      funds,
      classes: {},
    };
    expect(readRunSummary(stored)).toEqual({ there: side, here: side, funds });
  });

  it("is not there until all is matched", () => {
    expect(readRunSummary(null)).toBeNull();
  });
});
