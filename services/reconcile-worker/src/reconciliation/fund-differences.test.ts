import type { FundSum } from "@compose-pay/database";
import { describe, expect, it } from "vitest";
import { fundDifferences } from "./fund-differences.ts";

const trade = { paid: 1_000, refunded: 300, failedRefunds: 50 };
const funds = (paid: number, refunded: number): readonly FundSum[] => [
  { business: "交易", direction: "income", amount: paid },
  { business: "退款", direction: "expense", amount: refunded },
  { business: "扣除交易手续费", direction: "expense", amount: 6 },
  { business: "提现", direction: "expense", amount: 10_000 },
];

describe("what moved on an account", () => {
  it.each([300, 320, 350])("agrees with the trade bill, failed refunds with it or not (%i)", (refunded) => {
    expect(fundDifferences(trade, funds(1_000, refunded))).toEqual([]);
  });

  it("differs by what was paid", () => {
    expect(fundDifferences(trade, funds(999, 300))).toEqual([
      { name: "payments", tradeBill: 1_000, fundFlow: 999 },
    ]);
  });

  it.each([299, 351])("differs by what was given back (%i)", (refunded) => {
    expect(fundDifferences(trade, funds(1_000, refunded))).toEqual([
      { name: "refunds", tradeBill: 300, fundFlow: refunded },
    ]);
  });
});
