import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiscrepancyType, discrepancyTypes, type Resolution, resolutions } from "./discrepancy.ts";
import { decideResolution, type DiscrepancyFacts, isChannelAhead, type HeldMoney } from "./resolution.ts";

const nothing: DiscrepancyFacts = {
  type: "missing_here",
  subject: "payment",
  here: "absent",
  there: "succeeded",
  amount: 500,
  money: null,
  channelFee: null,
};
const balance: HeldMoney = { kind: "balance", amount: 500, left: 500 };
const second = (refund: "absent" | "open" | "abnormal" | "succeeded" | "failed"): HeldMoney => ({
  kind: "second",
  amount: 500,
  refund,
});

const anyMoney: fc.Arbitrary<HeldMoney | null> = fc.oneof(
  fc.constant(null),
  fc.record({ kind: fc.constant("balance" as const), amount: fc.nat(), left: fc.nat() }),
  fc.constantFrom("absent", "open", "abnormal", "succeeded", "failed").map(second),
);
const anyFacts: fc.Arbitrary<DiscrepancyFacts> = fc.record({
  type: fc.constantFrom(...discrepancyTypes),
  subject: fc.constantFrom("payment", "refund", "account"),
  here: fc.constantFrom("absent", "open", "succeeded", "ended"),
  there: fc.constantFrom("succeeded", "revoked", "processing", "failed", "absent", "unknown"),
  amount: fc.option(fc.nat()),
  money: anyMoney,
  channelFee: fc.option(fc.integer()),
});
const anyResolution = fc.constantFrom(...resolutions);

describe("the resolution of a discrepancy", () => {
  /** The whole table for a small amount: what each resolution does. `=` is written down alone, `!` is refused. */
  const table: readonly (readonly [string, Partial<DiscrepancyFacts>, readonly string[]])[] = [
    // of, facts, [accept_channel, accept_local, refund, ignore]
    ["a number that nobody knows", {}, ["=", "=", "!nothing_of_ours", "="]],
    ["a paid order closed here", { here: "ended" }, ["ask_about_payment", "=", "!not_succeeded", "="]],
    [
      "late money that counts by now",
      { here: "succeeded", money: balance },
      ["=", "=", "refund_balance", "="],
    ],
    ["a refund that is not ours", { subject: "refund" }, ["=", "=", "!no_money_to_return", "="]],
    [
      "a payment that is open here and paid there",
      { type: "status_differs", here: "open" },
      ["ask_about_payment", "=", "!not_succeeded", "="],
    ],
    [
      "a payment that was revoked there",
      { type: "status_differs", here: "succeeded", there: "revoked", money: balance },
      ["ask_about_payment", "=", "!money_not_there", "="],
    ],
    [
      "a refund that the channel has done",
      { type: "status_differs", subject: "refund", here: "open" },
      ["ask_about_refund", "=", "!no_money_to_return", "="],
    ],
    [
      "a refund that failed here and not there",
      { type: "status_differs", subject: "refund", here: "ended" },
      ["ask_about_refund", "=", "!no_money_to_return", "="],
    ],
    [
      "a refund that was under way when the bill was made",
      { type: "status_differs", subject: "refund", here: "succeeded", there: "processing" },
      ["=", "=", "!no_money_to_return", "="],
    ],
    [
      "a payment that the bill does not have",
      { type: "missing_there", here: "succeeded", there: "absent", money: balance },
      ["ask_about_payment", "=", "!money_not_there", "="],
    ],
    [
      "a refund that the bill does not have",
      { type: "missing_there", subject: "refund", here: "succeeded", there: "absent" },
      ["=", "=", "!money_not_there", "="],
    ],
    [
      "another amount",
      { type: "amount_differs", here: "succeeded", money: balance },
      ["=", "=", "!amount_unclear", "="],
    ],
    [
      "another fee",
      { type: "fee_differs", here: "succeeded", channelFee: 3, money: balance },
      ["set_fee", "=", "!no_money_to_return", "="],
    ],
    [
      "two lines of one number",
      { type: "duplicate", here: "succeeded", money: balance },
      ["!nothing_to_take_over", "=", "!no_money_to_return", "="],
    ],
    [
      "an account's sum",
      { type: "funds_differ", subject: "account", there: "unknown" },
      ["=", "=", "!no_money_to_return", "="],
    ],
    [
      "a claim of another account",
      { type: "account_differs", here: "open", there: "unknown" },
      ["!another_account", "=", "!another_account", "="],
    ],
    [
      "money that the channel gave back",
      { type: "money_returned", here: "succeeded", there: "unknown", money: balance },
      ["=", "=", "!money_not_there", "="],
    ],
    [
      "a second payment whose refund failed",
      { type: "paid_twice", subject: "refund", here: "ended", there: "unknown", money: second("failed") },
      ["ask_about_refund", "=", "refund_second_payment", "="],
    ],
    [
      "a second payment whose refund is abnormal",
      { type: "paid_twice", subject: "refund", here: "open", there: "unknown", money: second("abnormal") },
      ["ask_about_refund", "=", "!refund_abnormal", "="],
    ],
    [
      "a second payment whose refund is under way again",
      { type: "paid_twice", subject: "refund", here: "open", there: "unknown", money: second("open") },
      ["ask_about_refund", "=", "!refund_under_way", "="],
    ],
    [
      "a second payment whose money is back",
      {
        type: "paid_twice",
        subject: "refund",
        here: "succeeded",
        there: "unknown",
        money: second("succeeded"),
      },
      ["=", "=", "!already_returned", "="],
    ],
    [
      "a claim that its channel has not confirmed",
      { type: "unconfirmed", here: "ended", there: "unknown" },
      ["ask_about_payment", "=", "!not_succeeded", "="],
    ],
    [
      "a refund that went back although it had failed",
      { type: "refund_ended_before", subject: "refund", here: "ended", there: "unknown" },
      ["=", "=", "!already_returned", "="],
    ],
    [
      "a number that another payment has",
      { type: "trade_no_taken", here: "open", there: "unknown" },
      ["ask_about_payment", "=", "!number_taken", "="],
    ],
  ];

  it.each(table)("of %s", (_, facts, expected) => {
    expect(resolutions.map((resolution) => inShort({ ...nothing, ...facts }, resolution))).toEqual(expected);
  });

  it("has a line of the table for every type", () => {
    const seen = new Set(table.map(([, { type }]) => type ?? nothing.type));
    expect(discrepancyTypes.filter((type: DiscrepancyType) => !seen.has(type))).toEqual([]);
  });

  it("moves money by a refund alone, one of what is there at most", () => {
    fc.assert(
      fc.property(anyFacts, anyResolution, (facts, resolution) => {
        const decision = decideResolution(facts, resolution, 1);
        const effects = decision.kind === "allowed" ? decision.effects : [];
        const moves = effects.filter(({ type }) => type.startsWith("refund_"));
        expect(effects.length).toBeLessThanOrEqual(1);
        expect(moves.length === 0 || resolution === "refund").toBe(true);
        for (const move of moves) expect(move).toMatchObject({ amount: facts.money?.amount });
        const left = facts.money?.kind === "balance" ? facts.money.left : Infinity;
        expect(moves.length === 0 || (facts.money?.amount ?? Infinity) <= left).toBe(true);
      }),
    );
  });

  it("is the same each time, and a refusal is for the channel's word and for refunds alone", () => {
    fc.assert(
      fc.property(anyFacts, anyResolution, (facts, resolution) => {
        const decision = decideResolution(facts, resolution, 1);
        expect(decideResolution({ ...facts }, resolution, 1)).toEqual(decision);
        const mayRefuse = resolution === "refund" || resolution === "accept_channel";
        expect(decision.kind === "allowed" || mayRefuse).toBe(true);
      }),
    );
  });

  it("needs a second person from the amount on, by what a refund moves too, and where none is known", () => {
    expect(needs({ amount: 499 })).toMatchObject({ needsApproval: false });
    expect(needs({ amount: 500 })).toMatchObject({ needsApproval: true });
    expect(needs({ amount: null })).toMatchObject({ needsApproval: true });
    const late = { here: "succeeded", money: balance, amount: 1 } as const;
    expect(needs(late, "refund")).toMatchObject({ needsApproval: true });
    expect(needs(late, "accept_local")).toMatchObject({ needsApproval: false });
  });

  it("refunds no more than what is left", () => {
    const spent = { ...nothing, here: "succeeded", money: { ...balance, left: 499 } } as const;
    expect(decideResolution(spent, "refund", 1)).toEqual({ kind: "refused", reason: "exceeds_balance" });
  });

  it("asks about nothing that has ended on both sides", () => {
    expect(isChannelAhead({ ...nothing, here: "ended", there: "revoked" })).toBe(false);
    expect(isChannelAhead({ ...nothing, here: "succeeded" })).toBe(false);
    expect(isChannelAhead({ ...nothing, subject: "refund", here: "ended", there: "failed" })).toBe(false);
  });
});

function needs(facts: Partial<DiscrepancyFacts>, resolution: Resolution = "ignore") {
  return decideResolution({ ...nothing, ...facts }, resolution, 500);
}

function inShort(facts: DiscrepancyFacts, resolution: Resolution): string {
  const decision = decideResolution(facts, resolution, 100_000);
  if (decision.kind === "refused") return `!${decision.reason}`;
  return decision.effects.map(({ type }) => type).join("+") || "=";
}
