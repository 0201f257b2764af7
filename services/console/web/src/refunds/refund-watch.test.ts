import { beforeEach, describe, expect, it } from "vitest";
import { ConsoleProblem } from "../api/console-problem.ts";
import { type Keeping, keptRefunds } from "./kept-refunds.ts";
import { refundWatch } from "./refund-watch.ts";

const wish = {
  payment_id: "pay_1",
  request_id: "rrq_1",
  amount: 5,
  reason: "cold tea",
  is_another: false,
};
let stored: Map<string, string>;
let answers: number;

/** What a reload of the page begins with. */
const storage: Keeping = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => void stored.set(key, value),
  removeItem: (key) => void stored.delete(key),
};
const watch = () => refundWatch(storage, "pay_1", () => (answers += 1));
const kept = () => keptRefunds(storage, "pay_1").map(({ id, amount }) => [id, amount]);

beforeEach(() => {
  stored = new Map();
  answers = 0;
});

describe("a refund that is sent", () => {
  it("is kept while it is under way, and forgotten once it was answered", () => {
    watch().onSent(wish);
    expect(kept()).toEqual([["rrq_1", 5]]);
    expect(keptRefunds(storage, "pay_2")).toEqual([]);
    watch().onAnswered(wish, null);
    expect(kept()).toEqual([]);
    expect([...stored.keys()]).toEqual([]);
    expect(answers).toBe(1);
  });

  it.each(["unreachable", "outcome_unknown", "internal_error"] as const)("is kept after %s", (code) => {
    watch().onSent(wish);
    watch().onAnswered(wish, new ConsoleProblem(code, "no"));
    expect(kept()).toEqual([["rrq_1", 5]]);
  });

  it("is forgotten when it was refused the first time, whatever for", () => {
    for (const code of ["not_permitted", "overloaded", "step_up_required", "refund_repeated"] as const) {
      watch().onSent(wish);
      watch().onAnswered(wish, new ConsoleProblem(code, "no"));
      expect(kept(), code).toEqual([]);
    }
  });

  it("is kept after a refusal that does not say what became of the time before", () => {
    watch().onSent(wish);
    watch().onSent(wish);
    watch().onAnswered(wish, new ConsoleProblem("overloaded", "no"));
    watch().onAnswered(wish, new ConsoleProblem("not_signed_in", "no"));
    expect(kept()).toEqual([["rrq_1", 5]]);
    watch().onAnswered(wish, new ConsoleProblem("refund_exceeds_balance", "no"));
    expect(kept()).toEqual([]);
  });

  it("is kept beside others of its payment", () => {
    const other = { ...wish, request_id: "rrq_2", amount: 7 };
    watch().onSent(wish);
    watch().onSent(other);
    watch().onAnswered(other, null);
    expect(kept()).toEqual([["rrq_1", 5]]);
  });

  it("is nothing where the storage has something else", () => {
    for (const text of ["", "{", "null", "{}", '[{"id":1}]']) {
      stored.set("compose_pay.refunds.pay_1", text);
      expect(kept()).toEqual([]);
    }
  });
});
