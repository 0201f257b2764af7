import type { PaymentPlan, PlannedAccount } from "@compose-pay/database";
import { describe, expect, it } from "vitest";
import { chooseAccount } from "./choose-account.ts";

const account = (id: string, minAmount: number | null, maxAmount: number | null): PlannedAccount => ({
  id,
  channel: "mock",
  minAmount,
  maxAmount,
});

const plan: PaymentPlan = {
  method: "mock",
  enabled: true,
  minAmount: 10,
  maxAmount: 1_000,
  dailyAmount: null,
  feeTerms: { rateBps: 0, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
  accounts: [account("small", null, 99), account("large", 100, 500), account("any", null, null)],
};

const chosen = (amount: number, open: readonly string[] = [], of: PaymentPlan = plan) => {
  const choice = chooseAccount(of, amount, (id) => open.includes(id));
  if (choice.kind === "account") return choice.account.id;
  return choice.kind === "refused" ? choice.code : choice.kind;
};

describe("the account of a payment", () => {
  it("is the first whose window holds the amount, bounds included", () => {
    const amounts = [10, 99, 100, 500, 501, 1_000];
    expect(amounts.map((amount) => chosen(amount))).toEqual([
      "small",
      "small",
      "large",
      "large",
      "any",
      "any",
    ]);
  });

  it("is the next one while the circuit of the first is open, and none while all are", () => {
    expect(chosen(50, ["small"])).toBe("any");
    expect(chosen(50, ["small", "any"])).toBe("unavailable");
    expect(chosen(50, ["large"])).toBe("small");
  });

  it("is none for an amount that no window holds, whatever the circuits say", () => {
    const windowed = { ...plan, accounts: [account("small", null, 99)] };
    expect(chosen(100, ["small"], windowed)).toBe("amount_out_of_range");
  });

  it.each([9, 1_001])("is none for %d, beyond the contract", (amount) => {
    expect(chosen(amount)).toBe("amount_out_of_range");
  });

  it("is none without an enabled contract", () => {
    expect(chosen(50, [], { ...plan, enabled: false })).toBe("method_not_enabled");
  });
});
