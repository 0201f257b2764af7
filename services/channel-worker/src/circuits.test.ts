import type { Answer, ChannelCall, UnknownReason } from "@compose-pay/channels";
import type { CircuitOrderRow } from "@compose-pay/database";
import { createLogger, createMetrics, systemClock } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import type { CircuitName, CircuitSettings } from "./circuit.ts";
import { createCircuits } from "./circuits.ts";

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

const order = (mode: CircuitOrderRow["mode"]): CircuitOrderRow => ({
  id: "cor_1",
  channelAccountId: create.accountId,
  operationClass: create.operationClass,
  mode,
  reason: "the channel announced it",
  orderedBy: "somebody",
  until: null,
  orderedAt: new Date(0),
});

function circuits(changes: Partial<CircuitSettings> = {}) {
  const shown: string[] = [];
  let inForce: readonly CircuitOrderRow[] = [];
  const metrics = createMetrics("test");
  const made = createCircuits({
    settings: {
      faultPercentage: 50,
      leastCalls: 4,
      windowMs: 60_000,
      openMs: 60_000,
      mostInFlight: 8,
      ...changes,
    },
    orders: {
      modeOf: (accountId, operationClass) =>
        inForce.find((one) => one.channelAccountId === accountId && one.operationClass === operationClass)
          ?.mode ?? "auto",
      inForce: () => inForce,
    },
    board: {
      show: ({ accountId, operationClass }, { state, reason }) =>
        void shown.push(`${accountId} ${operationClass} ${state}: ${reason}`),
      clear: ({ accountId, operationClass }) => void shown.push(`${accountId} ${operationClass} closed`),
    },
    clock: systemClock,
    logger: createLogger({ service: "test", level: "silent" }),
    metrics,
  });
  const answer = (answered: Answer<string>) => made.call(create, () => Promise.resolve(answered));
  const repeat = async (answered: Answer<string>, times: number) => {
    for (let index = 0; index < times; index += 1) await answer(answered);
  };
  const say = (...orders: readonly CircuitOrderRow[]) => {
    inForce = orders;
    made.obey();
  };
  const gauges = async () =>
    (await metrics.text()).split("\n").filter((line) => line.startsWith("compose_pay_circuit"));
  return { ...made, shown, answer, repeat, say, gauges };
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
    expect(subject.shown).toEqual(["acc_1 create open: timeout"]);
    expect(await subject.gauges()).toEqual([
      'compose_pay_circuit_open{account="acc_1",operation_class="create",service="test"} 1',
    ]);
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

  it("lets one call through after its time, nobody beside it, and closes when that goes well", async () => {
    const subject = circuits({ openMs: 20 });
    await subject.repeat(unknown("timeout"), 5);
    await expect.poll(() => subject.wouldHoldBack(create), { timeout: 5_000 }).toBeNull();
    const probe = Promise.withResolvers<Answer<string>>();
    const probing = subject.call(create, () => probe.promise);
    expect(subject.wouldHoldBack(create)).toBe("circuit_open");
    expect(await subject.answer(ok)).toEqual({ kind: "held_back", reason: "circuit_open" });
    probe.resolve(ok);
    expect((await probing).kind).toBe("answered");
    expect(subject.wouldHoldBack(create)).toBeNull();
    expect(subject.shown).toEqual([
      "acc_1 create open: timeout",
      "acc_1 create half_open: timeout",
      "acc_1 create closed",
    ]);
    subject.stop();
  });

  it("opens again when that call is a fault, by whatever it is a fault", async () => {
    const subject = circuits({ openMs: 20 });
    await subject.repeat(unknown("timeout"), 5);
    await expect.poll(() => subject.wouldHoldBack(create), { timeout: 5_000 }).toBeNull();
    await subject.answer(unknown("connection_reset"));
    expect(subject.wouldHoldBack(create)).toBe("circuit_open");
    expect(subject.shown.at(-1)).toBe("acc_1 create open: connection_reset");
    subject.stop();
  });

  it("that is open lets calls past that must not wait for it, and they change nothing", async () => {
    const subject = circuits();
    await subject.repeat(unknown("key_unknown"), 5);
    const past = await subject.callPastBreaker(create, () => Promise.resolve(ok));
    expect(past).toEqual({ kind: "answered", answer: ok });
    expect(subject.wouldHoldBack(create)).toBe("circuit_open");
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

describe("an operator's order", () => {
  it("to open holds everything back, what goes past the breaker too, and one to decide ends it", async () => {
    const subject = circuits();
    subject.say(order("open"));
    const held = { kind: "held_back", reason: "circuit_open" };
    expect(await subject.answer(ok)).toEqual(held);
    expect(await subject.callPastBreaker(create, () => Promise.resolve(ok))).toEqual(held);
    expect(subject.wouldHoldBack({ ...create, operationClass: "query" })).toBeNull();
    expect(await subject.gauges()).toContain(
      'compose_pay_circuit_ordered{account="acc_1",operation_class="create",service="test"} 1',
    );
    subject.say();
    expect(await subject.answer(ok)).toEqual({ kind: "answered", answer: ok });
    expect(subject.shown).toEqual([
      "acc_1 create forced_open: the channel announced it",
      "acc_1 create closed",
    ]);
    subject.stop();
  });

  it("to close lets calls through whatever fails, and what failed then is not held against it after", async () => {
    const subject = circuits();
    await subject.repeat(unknown("timeout"), 5);
    subject.say(order("closed"));
    for (let index = 0; index < 20; index += 1) {
      expect((await subject.answer(unknown("timeout"))).kind).toBe("answered");
    }
    subject.say();
    expect(subject.wouldHoldBack(create)).toBeNull();
    subject.stop();
  });

  it("to close keeps the bulkhead", async () => {
    const subject = circuits({ mostInFlight: 1 });
    subject.say(order("closed"));
    const release = Promise.withResolvers<Answer<string>>();
    const hanging = subject.call(create, () => release.promise);
    expect(await subject.answer(ok)).toEqual({ kind: "held_back", reason: "too_many_in_flight" });
    release.resolve(ok);
    await hanging;
    subject.stop();
  });

  it("shows itself again at each look, so that a Redis that lost it learns it", () => {
    const subject = circuits();
    subject.say(order("open"));
    subject.obey();
    expect(subject.shown).toHaveLength(2);
    subject.stop();
  });
});
