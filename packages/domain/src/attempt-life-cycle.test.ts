import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AttemptFact,
  type AttemptState,
  attemptStates,
  decideAttempt,
  isOpen,
} from "./attempt-life-cycle.ts";
import type { Money } from "./money.ts";

const money: Money = { amount: 100, currency: "CNY" };
const paidAt = new Date("2026-11-01T08:00:00Z");
const failure = { code: "declined", message: "no", channelCode: "X", channelMessage: "no" };

const paid: AttemptFact = { type: "paid", money, channelTradeNo: "4200", paidAt };
const overpaid: AttemptFact = { ...paid, money: { ...money, amount: 101 } };
const facts: readonly AttemptFact[] = [
  { type: "submitting" },
  { type: "accepted" },
  paid,
  overpaid,
  { type: "declined", failure },
  { type: "closed" },
  { type: "closed_unsent" },
];

const anyFact = fc.constantFrom(...facts);
const anyState = fc.constantFrom(...attemptStates);

describe("an attempt's life cycle", () => {
  /** The whole table: what each fact makes of each state. `=` is unchanged, `!` is refused. */
  const table: readonly (readonly [AttemptState, readonly string[]])[] = [
    //            submitting   accepted   paid           overpaid            declined  closed    closed_unsent
    ["created", ["submitted", "pending", "succeeded", "!amount_differs", "failed", "closed", "closed"]],
    ["submitted", ["=", "pending", "succeeded", "!amount_differs", "failed", "closed", "!sent_before"]],
    ["pending", ["=", "=", "succeeded", "!amount_differs", "failed", "closed", "!sent_before"]],
    ["succeeded", ["=", "=", "=", "!amount_differs", "=", "=", "="]],
    ["closed", ["=", "=", "succeeded late", "!amount_differs", "=", "=", "="]],
    ["failed", ["=", "=", "succeeded late", "!amount_differs", "=", "=", "="]],
  ];

  it.each(table)("from %s", (state, expected) => {
    expect(facts.map((fact) => inShort(state, fact))).toEqual(expected);
  });

  it("never leaves succeeded, whatever comes and in whatever order", () => {
    fc.assert(
      fc.property(fc.array(anyFact), fc.array(anyFact), (before, after) => {
        const reached = walk(walk("created", before), [paid]);
        expect(reached).toBe("succeeded");
        expect(walk(reached, after)).toBe("succeeded");
      }),
    );
  });

  it("absorbs the same fact a second time", () => {
    fc.assert(
      fc.property(anyState, anyFact, (state, fact) => {
        const once = walk(state, [fact]);
        const again = decideAttempt(once, fact, money);
        expect(again.kind).not.toBe("transition");
      }),
    );
  });

  it("comes to success from nothing but a payment of the right amount", () => {
    const others = facts.filter((fact) => fact !== paid);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...others)), (path) => {
        expect(walk("created", path)).not.toBe("succeeded");
      }),
    );
  });

  it("tells a late success from one in time", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const decision = decideAttempt(state, paid, money);
        fc.pre(decision.kind === "transition");
        expect(decision).toMatchObject({ late: !isOpen(state) });
      }),
    );
  });
});

function walk(state: AttemptState, path: readonly AttemptFact[]): AttemptState {
  return path.reduce((reached: AttemptState, fact) => {
    const decision = decideAttempt(reached, fact, money);
    return decision.kind === "transition" ? decision.next : reached;
  }, state);
}

function inShort(state: AttemptState, fact: AttemptFact): string {
  const decision = decideAttempt(state, fact, money);
  switch (decision.kind) {
    case "unchanged":
      return "=";
    case "refused":
      return `!${decision.reason}`;
    case "transition":
      return decision.late ? `${decision.next} late` : decision.next;
  }
}
