import { describe, expect, it } from "vitest";
import type { DeliveryTargetRow } from "@compose-pay/database";
import { isBehind, mayGoAtOnce } from "./plan-deliveries.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 1);

const candidate = {
  event: {
    id: "evt_1",
    appId: "app_1",
    paymentId: "pay_1",
    endpointId: null,
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: "{}",
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: "trace",
    dueAt: future,
    createdAt: now,
  },
  place: { endpointId: "ep_1", url: null, rateLimit: null },
  targetId: "ep_1",
};
const well: DeliveryTargetRow = {
  id: "ep_1",
  appId: "app_1",
  dueAt: future,
  failures: 9,
  failingSince: past,
  openUntil: null,
  pacedUntil: null,
};
const free = { mustWait: false, hasRoom: true, now };

describe("a new delivery", () => {
  it("goes at once where nothing is known, nothing waits, or what waits is for later", () => {
    for (const target of [null, { ...well, dueAt: null }, well]) {
      expect(mayGoAtOnce(candidate, target, free)).toBe(true);
    }
  });

  it("stands in line behind what is due, an open circuit or one to be probed, an earlier event, a rate, full rooms", () => {
    expect(mayGoAtOnce(candidate, { ...well, dueAt: now }, free)).toBe(false);
    expect(mayGoAtOnce(candidate, { ...well, openUntil: future }, free)).toBe(false);
    expect(mayGoAtOnce(candidate, { ...well, openUntil: past }, free)).toBe(false);
    expect(mayGoAtOnce(candidate, well, { ...free, mustWait: true })).toBe(false);
    expect(mayGoAtOnce(candidate, well, { ...free, hasRoom: false })).toBe(false);
    const paced = { ...candidate, place: { ...candidate.place, rateLimit: 1_000 } };
    expect(mayGoAtOnce(paced, well, free)).toBe(false);
  });

  it("of a test goes at once whatever stands there, if there is room", () => {
    const test = { ...candidate, event: { ...candidate.event, endpointId: "ep_1" } };
    const worst = { ...well, dueAt: past, openUntil: future };
    expect(mayGoAtOnce(test, worst, { mustWait: true, hasRoom: true, now })).toBe(true);
    expect(mayGoAtOnce(test, worst, { mustWait: true, hasRoom: false, now })).toBe(false);
  });
});

describe("an event after others of its payment", () => {
  const second = { paymentId: "pay_1", sequence: 2 };
  const earlier = { paymentId: "pay_1", sequence: 1, targetId: "ep_1" };

  it("is behind an earlier one that has not gone to the same target, or nowhere yet", () => {
    expect(isBehind([earlier], second, "ep_1")).toBe(true);
    expect(isBehind([{ ...earlier, targetId: null }], second, "ep_1")).toBe(true);
  });

  it("is not behind those of other targets and payments, nor behind later ones", () => {
    expect(isBehind([], second, "ep_1")).toBe(false);
    expect(isBehind([{ ...earlier, targetId: "ep_2" }], second, "ep_1")).toBe(false);
    expect(isBehind([{ ...earlier, paymentId: "pay_2" }], second, "ep_1")).toBe(false);
    expect(isBehind([{ ...earlier, sequence: 2 }], second, "ep_1")).toBe(false);
  });
});
