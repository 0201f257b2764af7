import { describe, expect, it } from "vitest";
import type { EarlierEvent } from "@compose-pay/database";
import type { AppTargets } from "./target-directory.ts";
import { isHeldBack, matchTargets } from "./match-targets.ts";

const targets: AppTargets = {
  endpoints: [
    { id: "ep_all", url: "https://all.example/", eventTypes: ["*"], signingKey: null },
    { id: "ep_paid", url: "https://paid.example/", eventTypes: ["payment.succeeded"], signingKey: null },
    { id: "ep_refunds", url: "https://refunds.example/", eventTypes: ["refund.succeeded"], signingKey: null },
  ],
  notifyUrlKey: null,
};
const closed = { type: "payment.closed", notifyUrl: null, refundNotifyUrl: null };
const paid = {
  type: "payment.succeeded",
  notifyUrl: "https://order.example/1",
  refundNotifyUrl: null,
};

describe("the targets of an event", () => {
  it("are the endpoints that want its type or all types", () => {
    expect(matchTargets(targets, closed)).toEqual([{ endpointId: "ep_all", url: null }]);
  });

  it("include the payment's own address", () => {
    expect(matchTargets(targets, paid)).toEqual([
      { endpointId: "ep_all", url: null },
      { endpointId: "ep_paid", url: null },
      { endpointId: "notify_url", url: "https://order.example/1" },
    ]);
  });

  it("include the refund's own address beside the payment's", () => {
    const refunded = { ...paid, type: "refund.succeeded", refundNotifyUrl: "https://order.example/2" };
    expect(matchTargets(targets, refunded)).toEqual([
      { endpointId: "ep_all", url: null },
      { endpointId: "ep_refunds", url: null },
      { endpointId: "notify_url", url: "https://order.example/1" },
      { endpointId: "refund_notify_url", url: "https://order.example/2" },
    ]);
  });
});

describe("an event after others of its payment", () => {
  const dueAt = new Date("2026-11-22T10:00:30.000Z");
  const first = { endpointId: "ep_all", state: "pending", attemptsMade: 0 } as const;
  const matched = matchTargets(targets, closed);
  const holdsBack = (...earlier: readonly EarlierEvent[]) => isHeldBack(matched, earlier);

  it("is held back while an earlier one has not been fanned out", () => {
    expect(holdsBack({ dueAt, delivery: null })).toBe(true);
  });

  it("is held back while an earlier one makes its first attempt at a common target", () => {
    expect(holdsBack({ dueAt: null, delivery: first })).toBe(true);
  });

  it("is not held back by what was attempted, whether it succeeded or failed", () => {
    for (const state of ["succeeded", "retrying", "pending", "exhausted"] as const) {
      expect(holdsBack({ dueAt: null, delivery: { ...first, state, attemptsMade: 1 } })).toBe(false);
    }
  });

  it("is not held back at other targets, nor by events that went nowhere", () => {
    expect(holdsBack({ dueAt: null, delivery: { ...first, endpointId: "ep_paid" } })).toBe(false);
    expect(holdsBack({ dueAt: null, delivery: null })).toBe(false);
    expect(holdsBack()).toBe(false);
  });

  it("is not held back when it goes nowhere itself", () => {
    expect(isHeldBack([], [{ dueAt, delivery: null }])).toBe(false);
  });
});
