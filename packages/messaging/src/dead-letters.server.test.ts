import { waitFor } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { queue, recordMessages, sendOrder, soon } from "../testing/record-messages.ts";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import type { Messaging } from "./messaging.ts";
import { dead, done } from "./verdict.ts";

let broker: TestBroker;
let messaging: Messaging;

beforeEach(async () => {
  broker = testBroker();
  messaging = await broker.open();
});

afterEach(() => broker.close());

/** Of a result that nothing broke off. */
const whole = { unknown: [], isBroken: false };

const list = (limit = 100) => messaging.deadLetters.list("channel-worker", limit);

describe("dead letters", () => {
  it("are listed without being lost, within the limit, more often than a broker's delivery limit", async () => {
    await makeDead(["msg_1", "msg_2", "msg_3"]);
    for (let times = 0; times < 25; times += 1) expect(await list(2)).toHaveLength(2);
    const letters = await list();
    expect(letters.map(({ id }) => id).toSorted()).toEqual(["msg_1", "msg_2", "msg_3"]);
    for (const { diedAt, firstSeen } of letters)
      expect(Date.parse(diedAt ?? "")).toBeGreaterThan(Date.parse(firstSeen ?? "") - 1);
    expect(await messaging.deadLetters.list("notify-worker", 10)).toEqual([]);
  });

  it("are replayed by id to the queue they came from, as new, and the others stay", async () => {
    await makeDead(["msg_1", "msg_2"]);
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const result = await messaging.deadLetters.replay("channel-worker", { ids: ["msg_2", "msg_9"] });
    expect(result).toEqual({ done: ["msg_2"], failed: [], missing: ["msg_9"], ...whole });
    await waitFor(() => seen.length === 1, soon);
    expect(seen[0]).toMatchObject({
      id: "att of msg_2",
      context: { messageId: "msg_2", traceId: "trace of att of msg_2", tries: 0 },
    });
    expect((await list()).map(({ id }) => id)).toEqual(["msg_1"]);
  });

  it("are replayed all at once", async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `msg_${n}`);
    await makeDead(ids);
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const result = await messaging.deadLetters.replay("channel-worker", "all");
    expect(result.done.toSorted()).toEqual(ids.toSorted());
    await waitFor(() => seen.length === ids.length, soon);
    expect(await list()).toEqual([]);
  });

  it("stay where they are when their queue is gone for good", async () => {
    const channel = await broker.channel();
    const properties = { messageId: "msg_1", type: "x", headers: { original_queue: "gone", died_at: 1 } };
    channel.sendToQueue(`${broker.prefix}dead.outbox`, Buffer.from("{}"), properties);
    const replay = () => messaging.deadLetters.replay("outbox", "all");
    const result = await waitFor(async () => (await replay()).failed[0], soon);
    expect(result).toEqual({ id: "msg_1", why: "no such queue on the broker" });
    expect(await messaging.deadLetters.list("outbox", 10)).toMatchObject([{ id: "msg_1", queue: "gone" }]);
  });

  it("are dropped by id", async () => {
    await makeDead(["msg_1", "msg_2"]);
    const result = await messaging.deadLetters.drop("channel-worker", { ids: ["msg_1"] }, "a test");
    expect(result).toEqual({ done: ["msg_1"], failed: [], missing: [], ...whole });
    expect((await list()).map(({ id }) => id)).toEqual(["msg_2"]);
  });

  it("tell of a message that the broker itself gave up, with its queue, id and trace", async () => {
    await sendOrder(messaging, "att_1", { messageId: "msg_1" });
    const channel = await broker.channel();
    await waitFor(async () => {
      const taken = await channel.get(broker.prefix + queue);
      if (taken !== false) channel.reject(taken, true);
      return (await list()).length === 1;
    }, soon);
    expect(await list()).toMatchObject([
      { id: "msg_1", queue, name: "channel.create", traceId: "trace of att_1", faults: 0 },
    ]);
    const [letter] = await list();
    expect(letter?.reason).toMatch(/given out too often/);
    expect(Date.now() - Date.parse(letter?.diedAt ?? "")).toBeLessThan(60_000);
  });
});

/** Lets messages of these ids die. */
async function makeDead(ids: readonly string[]): Promise<void> {
  const worker = await broker.open();
  await recordMessages(worker, () => Promise.resolve(dead("a test")));
  for (const id of ids) await sendOrder(messaging, `att of ${id}`, { messageId: id });
  await waitFor(async () => (await messaging.queueDepths()).get("dead.channel-worker") === ids.length, soon);
  await worker.close({ deadlineMs: 5_000 });
}
