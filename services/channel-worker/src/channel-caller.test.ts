import type { Answer, ChannelCall, UnknownReason } from "@compose-pay/channels";
import { createLogger, createMetrics, systemClock } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { type CallTarget, createChannelCaller } from "./channel-caller.ts";
import { createCircuits } from "./circuits.ts";

const query: CallTarget = { accountId: "acc_1", channel: "wechat", operation: "query" };
const call: ChannelCall = {
  operation: "query",
  startedAt: new Date(0),
  durationMs: 1,
  httpStatus: null,
  channelCode: null,
  channelRequestId: null,
};
const ok: Answer<string> = { kind: "ok", value: "done", call, earlierCalls: [] };
const unknown = (reason: UnknownReason, detail: string | null): Answer<string> => ({
  kind: "unknown",
  reason,
  detail,
  call,
  earlierCalls: [],
});

function caller(mostPerAccount = 2) {
  const metrics = createMetrics("test");
  const circuits = createCircuits({
    settings: { faultPercentage: 50, leastCalls: 4, windowMs: 60_000, openMs: 60_000, mostInFlight: 100 },
    orders: { modeOf: () => "auto", inForce: () => [] },
    board: { show: () => {}, clear: () => {} },
    clock: systemClock,
    logger: createLogger({ service: "test", level: "silent" }),
    metrics,
  });
  const unknownKeys: (string | null)[] = [];
  const onUnknownKey = (_: CallTarget, serial: string | null) => void unknownKeys.push(serial);
  return {
    ...createChannelCaller({ circuits, metrics, mostPerAccount, onUnknownKey }),
    circuits,
    unknownKeys,
  };
}

describe("a caller", () => {
  it("lets one account take its part of the lane over all classes, and leaves the rest to the others", async () => {
    const subject = caller(2);
    const release = Promise.withResolvers<Answer<string>>();
    const hang = () => release.promise;
    const hanging = [subject.call(query, hang), subject.call({ ...query, operation: "refund" }, hang)];
    const held = { kind: "held_back", reason: "too_many_in_flight" };
    expect(await subject.call({ ...query, operation: "create" }, hang)).toEqual(held);
    expect(subject.wouldHoldBack(query)).toBe("too_many_in_flight");
    const other = await subject.call({ ...query, accountId: "acc_2" }, () => Promise.resolve(ok));
    expect(other.kind).toBe("answered");
    release.resolve(ok);
    await Promise.all(hanging);
    expect(subject.wouldHoldBack(query)).toBeNull();
    subject.circuits.stop();
  });

  it("gives its place back when a call throws", async () => {
    const subject = caller(1);
    await expect(subject.call(query, () => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
    expect(subject.wouldHoldBack(query)).toBeNull();
    subject.circuits.stop();
  });

  it("tells of keys that are not known, with their serial numbers, and of nothing else", async () => {
    const subject = caller();
    await subject.call(query, () => Promise.resolve(unknown("key_unknown", "5157F09E")));
    await subject.call(query, () => Promise.resolve(unknown("follow_up_failed", "key_unknown")));
    await subject.call(query, () => Promise.resolve(unknown("signature_wrong", null)));
    await subject.call(query, () => Promise.resolve(ok));
    expect(subject.unknownKeys).toEqual(["5157F09E", null]);
    subject.circuits.stop();
  });

  it("fetches certificates although the circuit of queries is open, which it may be for want of them", async () => {
    const subject = caller();
    for (let index = 0; index < 5; index += 1) {
      await subject.call(query, () => Promise.resolve(unknown("key_unknown", "5157F09E")));
    }
    expect(subject.wouldHoldBack(query)).toBe("circuit_open");
    const fetched = await subject.call({ ...query, operation: "certificates" }, () => Promise.resolve(ok));
    expect(fetched.kind).toBe("answered");
    subject.circuits.stop();
  });
});
