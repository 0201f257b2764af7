import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptStates } from "./attempt-life-cycle.ts";
import {
  hasOpenAttempt,
  isSettled,
  paymentEventOf,
  paymentStatuses,
  paymentStatusOf,
} from "./payment-life-cycle.ts";

const anyAttempts = fc.array(fc.constantFrom(...attemptStates), { minLength: 1, maxLength: 5 });

describe("a payment's status", () => {
  it.each([
    ["created", "processing"],
    ["submitted", "processing"],
    ["pending", "requires_action"],
    ["succeeded", "succeeded"],
    ["closed", "closed"],
    ["failed", "failed"],
  ] as const)("of one attempt that is %s is %s", (state, status) => {
    expect(paymentStatusOf([state])).toBe(status);
  });

  it("is succeeded if and only if one of the attempts is", () => {
    fc.assert(
      fc.property(anyAttempts, (attempts) => {
        expect(paymentStatusOf(attempts) === "succeeded").toBe(attempts.includes("succeeded"));
      }),
    );
  });

  it("follows the latest attempt while there is no money", () => {
    expect(paymentStatusOf(["closed", "pending"])).toBe("requires_action");
    expect(paymentStatusOf(["closed", "failed"])).toBe("failed");
    expect(paymentStatusOf(["pending", "created"])).toBe("processing");
  });

  it("has not ended while any attempt can still be paid", () => {
    expect(paymentStatusOf(["pending", "failed"])).toBe("processing");
    fc.assert(
      fc.property(anyAttempts, (attempts) => {
        const isOver = attempts.includes("succeeded") || !hasOpenAttempt(attempts);
        expect(isSettled(paymentStatusOf(attempts))).toBe(isOver);
      }),
    );
  });
});

describe("a payment's event", () => {
  it.each([
    ["processing", "succeeded", "payment.succeeded"],
    ["requires_action", "succeeded", "payment.succeeded"],
    ["closed", "succeeded", "payment.late_succeeded"],
    ["failed", "succeeded", "payment.late_succeeded"],
    ["requires_action", "closed", "payment.closed"],
    ["processing", "failed", "payment.failed"],
    ["processing", "requires_action", null],
  ] as const)("from %s to %s is %s", (from, to, type) => {
    expect(paymentEventOf(from, to)).toBe(type);
  });

  it("is made by a change only, and by every change that settles", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paymentStatuses), fc.constantFrom(...paymentStatuses), (from, to) => {
        expect(paymentEventOf(from, to) !== null).toBe(from !== to && isSettled(to));
      }),
    );
  });
});
