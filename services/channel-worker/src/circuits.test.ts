import type { Answer, ChannelCall, UnknownReason } from "@compose-pay/channels";
import { createLogger, createMetrics } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { type CircuitName, type CircuitSettings, createCircuits } from "./circuits.ts";

const create: CircuitName = { accountId: "acc_1", operationClass: "create" };
const call: ChannelCall = {
  operation: "create",
  startedAt: new Date(0),
  durationMs: 1,
  httpStatus: null,
  channelCode: null,
  channelRequestId: null,
};
const journalled = { call, earlierCalls: [] };
const ok: Answer<string> = { kind: "ok", value: "done", ...journalled };
const declined: Answer<string> = {
  kind: "declined",
  failure: { code: "declined", message: "no", channelCode: null, channelMessage: null },
  ...journalled,
};
const unknown = (reason: UnknownReason): Answer<string> => ({
  kind: "unknown",
  reason,
  detail: null,
  ...journalled,
});

function circuits(changes: Partial<CircuitSettings> = {}) {
  const shown: string[] = [];
  const made = createCircuits({
    settings: {
      faultPercentage: 50,
      leastCalls: 4,
      windowMs: 60_000,
      openMs: 60_000,
      mostInFlight: 8,
      ...changes,
    },
    board: {
      opened: ({ accountId, operationClass }) => void shown.push(`${accountId} ${operationClass} open`),
      closed: ({ accountId, operationClass }) => void shown.push(`${accountId} ${operationClass} closed`),
    },
    logger: createLogger({ service: "test", level: "silent" }),
    metrics: createMetrics("test"),
  });
  const repeat = async (answer: Answer<string>, times: number) => {
    const kinds: string[] = [];
    for (let index = 0; index < times; index += 1) {
      kinds.push((await made.call(create, () => Promise.resolve(answer))).kind);
    }
    return kinds;
  };
  return { ...made, shown, repeat };
}

describe("a circuit", () => {
  it("opens when the channel fails, holds calls back and says so", async () => {
    const subject = circuits();
    await subject.repeat(unknown("timeout"), 5);
    expect(subject.wouldHoldBack(create)).toBe("circuit_open");
    let wasCalled = false;
    const held = await subject.call(create, () => {
      wasCalled = true;
      return Promise.resolve(ok);
    });
    expect(held).toEqual({ kind: "held_back", reason: "circuit_open" });
    expect(wasCalled).toBe(false);
    expect(subject.shown).toEqual(["acc_1 create open"]);
    subject.stop();
  });

  it("hands out the answer of every call that was made, faults too", async () => {
    const subject = circuits();
    const answer = unknown("connection_reset");
    expect(await subject.call(create, () => Promise.resolve(answer))).toEqual({ kind: "answered", answer });
    subject.stop();
  });

  it.each([
    ["refused orders", declined],
    ["answers that do not fit an order", unknown("amount_differs")],
    ["signature probes", unknown("signature_probe")],
  ])("does not count %s", async (_, answer) => {
    const subject = circuits();
    await subject.repeat(answer, 20);
    expect(subject.wouldHoldBack(create)).toBeNull();
    subject.stop();
  });

  it("is one account's and one class's", async () => {
    const subject = circuits();
    await subject.repeat(unknown("channel_error"), 5);
    expect(subject.wouldHoldBack({ ...create, operationClass: "query" })).toBeNull();
    expect(subject.wouldHoldBack({ ...create, accountId: "acc_2" })).toBeNull();
    subject.stop();
  });

  it("lets a call through after its time and closes when that goes well", async () => {
    const subject = circuits({ openMs: 20 });
    await subject.repeat(unknown("timeout"), 5);
    await expect.poll(() => subject.wouldHoldBack(create), { timeout: 5_000 }).toBeNull();
    expect((await subject.call(create, () => Promise.resolve(ok))).kind).toBe("answered");
    expect(subject.shown).toEqual(["acc_1 create open", "acc_1 create closed"]);
    subject.stop();
  });

  it("holds back more calls than may be in flight, and counts that as no fault", async () => {
    const subject = circuits({ mostInFlight: 2 });
    const release = Promise.withResolvers<Answer<string>>();
    const hanging = [
      subject.call(create, () => release.promise),
      subject.call(create, () => release.promise),
    ];
    const surplus = [];
    for (let index = 0; index < 10; index += 1)
      surplus.push(await subject.call(create, () => release.promise));
    expect(surplus.every((one) => one.kind === "held_back" && one.reason === "too_many_in_flight")).toBe(
      true,
    );
    release.resolve(ok);
    expect((await Promise.all(hanging)).map(({ kind }) => kind)).toEqual(["answered", "answered"]);
    expect(subject.wouldHoldBack(create)).toBeNull();
    subject.stop();
  });

  it("lets a bug of ours through as what it is", async () => {
    const subject = circuits();
    await expect(subject.call(create, () => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
    subject.stop();
  });
});
