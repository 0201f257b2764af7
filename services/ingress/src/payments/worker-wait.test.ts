import { createMetrics } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { preferredWait } from "./preferred-wait.ts";
import { createWaitingRoom } from "./waiting-room.ts";
import { createWorkerWait } from "./worker-wait.ts";

/** Replies that the test gives by hand. */
function stage({
  address = "replies.1",
  mostWaiting = 1,
}: { readonly address?: string | null; readonly mostWaiting?: number } = {}) {
  const metrics = createMetrics("test");
  const expected = new Map<string, (body: unknown) => void>();
  const replies = {
    address: () => address,
    expect: (id: string) => new Promise<unknown>((resolve) => expected.set(id, resolve)),
  };
  const wait = createWorkerWait({ replies, room: createWaitingRoom(mostWaiting), metrics });
  const asked: unknown[] = [];
  const ask = (waitMs: number, id = "msg_1") => wait.askAndWait(waitMs, id, (path) => asked.push(path));
  return { ask, asked, expected, metrics };
}

describe("waiting for a worker", () => {
  it("expects the answer before it asks, and says where to", async () => {
    const { ask, asked, expected } = stage();
    const waiting = ask(1_000);
    expect(asked).toEqual([{ replyTo: "replies.1", correlationId: "msg_1" }]);
    expected.get("msg_1")?.({ payment_id: "pay_1" });
    expect(await waiting).toBe("answered");
  });

  it("ends when the time is up", async () => {
    const { ask, expected } = stage();
    const waiting = ask(1_000);
    expected.get("msg_1")?.(null);
    expect(await waiting).toBe("timed_out");
  });

  it.each([
    ["not_wanted", {}, 0],
    ["broker_away", { address: null }, 1_000],
    ["no_room", { mostWaiting: 0 }, 1_000],
  ] as const)("is left out, but asks all the same: %s", async (outcome, options, waitMs) => {
    const { ask, asked, metrics } = stage(options);
    expect(await ask(waitMs)).toBe(outcome);
    expect(asked).toEqual([undefined]);
    expect(await metrics.text()).toContain(`compose_pay_waits_total{outcome="${outcome}",service="test"} 1`);
  });

  it("has room again when a wait ends", async () => {
    const { ask, expected } = stage();
    const first = ask(1_000, "msg_1");
    expect(await ask(1_000, "msg_2")).toBe("no_room");
    expected.get("msg_1")?.({});
    await first;
    const third = ask(1_000, "msg_3");
    expected.get("msg_3")?.({});
    expect(await third).toBe("answered");
  });
});

describe("the wait that a client prefers", () => {
  it.each([
    [undefined, 5_000, {}],
    ["wait=0", 0, { "Preference-Applied": "wait=0" }],
    ["wait=99", 10_000, { "Preference-Applied": "wait=10" }],
    ["respond-async, wait=3", 3_000, { "Preference-Applied": "wait=3" }],
    ["return=minimal", 5_000, {}],
  ])("is read from %j", (prefer, waitMs, headers) => {
    expect(preferredWait(prefer)).toEqual({ waitMs, headers });
  });
});
