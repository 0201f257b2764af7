import { describe, expect, it } from "vitest";
import type { Envelope } from "./envelope.ts";
import { nextStep } from "./next-step.ts";
import type { Outcome } from "./next-step.ts";
import { dead, done, retry } from "./verdict.ts";

const fresh: Envelope = {
  messageId: "msg_1",
  name: "channel.create",
  version: 1,
  traceId: "trace_1",
  tries: 0,
  faults: 0,
  outages: 0,
  firstSeenMs: 1,
};
const rules = { mostFaults: 3, faultWaitsMs: [1_000, 5_000], outageWaitsMs: [1_000, 10_000] };
const fault: Outcome = { kind: "fault", reason: "boom" };
const outage: Outcome = { kind: "outage", reason: "away" };

const after = (outcome: Outcome, envelope: Partial<Envelope> = {}) =>
  nextStep(outcome, { envelope: { ...fresh, ...envelope }, queue: "notify.events", nowMs: 99 }, rules);

describe("nextStep", () => {
  it("lets go of what is done", () => {
    expect(after(done)).toEqual({ to: "done" });
  });

  it("lets a retry wait, counts the try and forgets outages, and never a fault", () => {
    expect(after(retry(20_000, "later"), { tries: 7, faults: 1, outages: 3 })).toEqual({
      to: "wait",
      wait: "wait.30000",
      envelope: { ...fresh, tries: 8, faults: 1, outages: 0, reason: "later" },
    });
  });

  it("lets faults wait longer each time, and die at the last", () => {
    expect(after(fault)).toMatchObject({
      wait: "wait.1000",
      envelope: { tries: 1, faults: 1, reason: "boom" },
    });
    expect(after(fault, { tries: 4, faults: 1 })).toMatchObject({
      wait: "wait.5000",
      envelope: { faults: 2 },
    });
    expect(after(fault, { tries: 9, faults: 2 })).toEqual({
      to: "dead",
      envelope: {
        ...fresh,
        tries: 10,
        faults: 3,
        reason: "boom",
        originalQueue: "notify.events",
        diedAtMs: 99,
      },
    });
  });

  it("lets outages wait for ever, longer up to a bound, without counting a fault", () => {
    expect(after(outage)).toMatchObject({ wait: "wait.1000", envelope: { outages: 1, faults: 0, tries: 1 } });
    expect(after(outage, { outages: 1_000, faults: 2, tries: 1_000 })).toMatchObject({
      to: "wait",
      wait: "wait.10000",
      envelope: { outages: 1_001, faults: 2 },
    });
  });

  it("keeps who waits for the answer", () => {
    const waiting = { replyTo: "reply", correlationId: "pay_1" };
    expect(after(retry(1, "later"), waiting)).toMatchObject({ envelope: waiting });
  });

  it("puts what is dead to the dead letters with its queue and its time", () => {
    expect(after(dead("gone"))).toMatchObject({
      to: "dead",
      envelope: { tries: 1, reason: "gone", originalQueue: "notify.events", diedAtMs: 99 },
    });
  });
});
