import { describe, expect, it } from "vitest";
import { keptHeaders } from "./kept-headers.ts";
import { createRefusalBudget } from "./refusal-budget.ts";

describe("the budget of refused notifications", () => {
  it("is each account's own and new every minute", () => {
    const clock = { nowMs: 59_000 };
    const budget = createRefusalBudget(2, () => clock.nowMs);
    const spend = (...accounts: readonly string[]) => accounts.map((account) => budget.spend(account));
    expect(spend("a", "a", "a", "b")).toEqual([true, true, false, true]);
    clock.nowMs = 60_000;
    expect(spend("a", "a", "a")).toEqual([true, true, false]);
  });
});

describe("the headers of a notification", () => {
  it("are kept when they are part of what is verified or help support, and no others", () => {
    const kept = {
      "wechatpay-signature": "s",
      "wechatpay-timestamp": "1",
      "wechatpay-nonce": "n",
      "wechatpay-serial": "PUB_KEY_ID_1",
      "content-type": "application/json",
      "user-agent": "Mozilla/4.0",
      "request-id": "r",
    };
    const dropped = {
      authorization: "a",
      cookie: "c",
      host: "h",
      "x-wechatpay-x": "x",
      "x-forwarded-for": "f",
    };
    expect(keptHeaders({ ...kept, ...dropped })).toEqual(kept);
  });
});
