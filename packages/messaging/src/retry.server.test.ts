import { DependencyError } from "@compose-pay/runtime";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bystander, queue, recordMessages, sendOrder, soon } from "../testing/record-messages.ts";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import type { Messaging } from "./messaging.ts";
import { dead, done, retry } from "./verdict.ts";

const databaseIsAway = () => Promise.reject(new DependencyError("database", "away"));
let broker: TestBroker;
let messaging: Messaging;

beforeEach(async () => {
  broker = testBroker();
  messaging = await broker.open();
});

afterEach(() => broker.close());

const deadLetters = () => messaging.deadLetters.list("channel-worker", 100);

describe("a message that is not done", () => {
  it("returns to its own queue after a wait, with its tries, its id and its trace", async () => {
    const seen = await recordMessages(messaging, ({ context }) =>
      Promise.resolve(context.tries < 2 ? retry(1, "not yet") : done),
    );
    const others = await recordMessages(messaging, () => Promise.resolve(done), { queue: bystander });
    await sendOrder(messaging, "att_1", { messageId: "msg_1", replyTo: "reply", correlationId: "pay_1" });
    await waitFor(() => seen.length === 3, soon);
    expect(seen.map(({ context }) => context.tries)).toEqual([0, 1, 2]);
    for (const { context } of seen) {
      const same = {
        messageId: "msg_1",
        traceId: "trace of att_1",
        replyTo: "reply",
        correlationId: "pay_1",
      };
      expect(context).toMatchObject({ ...same, redelivered: false });
    }
    expect(others).toEqual([]);
  });

  it("does not stand behind one that waits longer", async () => {
    const seen = await recordMessages(messaging, ({ id, context }) =>
      Promise.resolve(context.tries > 0 ? done : retry(id === "att_long" ? 600_000 : 1_000, "not yet")),
    );
    await sendOrder(messaging, "att_long");
    await waitFor(() => seen.length === 1, soon);
    await sendOrder(messaging, "att_short");
    await waitFor(() => seen.length === 3, soon);
    expect(seen.map(({ id }) => id)).toEqual(["att_long", "att_short", "att_short"]);
    expect((await messaging.queueDepths()).get("wait.600000")).toBe(1);
  });

  it("is dead after its last fault, with the reason", async () => {
    const rules = { mostFaults: 3, faultWaitsMs: [1_000] };
    const seen = await recordMessages(messaging, () => Promise.reject(new Error("cannot divide by zero")), {
      rules,
    });
    await sendOrder(messaging, "att_1", { messageId: "msg_1" });
    const letter = await waitFor(async () => (await deadLetters())[0], soon);
    expect(letter).toMatchObject({
      id: "msg_1",
      queue,
      name: "channel.create",
      version: 1,
      reason: "Error: cannot divide by zero",
      traceId: "trace of att_1",
      tries: 3,
      faults: 3,
      body: '{"attempt_id":"att_1"}',
    });
    expect(seen).toHaveLength(3);
  });

  it("counts a handler that does not end as a fault, and tells it", async () => {
    const seen = await recordMessages(messaging, () => new Promise(() => {}), {
      deadlineMs: 50,
      rules: { mostFaults: 1 },
    });
    await sendOrder(messaging, "att_1");
    const letter = await waitFor(async () => (await deadLetters())[0], soon);
    expect(letter?.reason).toBe("the handler did not end in 50 ms");
    expect(seen.map(({ context }) => context.signal.aborted)).toEqual([true]);
  });

  it("is dead at once when its handler says so, or nothing can read it", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(dead("the account is gone")));
    await sendOrder(messaging, "att_1");
    const odd = { queue, traceId: "trace", version: 1, messageId: "msg_1", name: "channel.create", body: {} };
    await messaging.publishStored({ ...odd, body: { attempt: "private" } });
    await messaging.publishStored({ ...odd, version: 9 });
    await messaging.publishStored({ ...odd, name: "channel.unheard" });
    const channel = await broker.channel();
    const named = { type: "channel.create", headers: { version: 1 } };
    channel.sendToQueue(broker.prefix + queue, Buffer.from("{no json"), named);
    channel.sendToQueue(broker.prefix + queue, Buffer.from([0xff]));

    const letters = await waitFor(async () => allOf(await deadLetters(), 6), soon);
    const reasons = letters.map(({ reason }) => reason).toSorted();
    expect(reasons[0]).toMatch(/^breaks channel\.create v1: .*attempt/);
    expect(reasons.slice(1)).toEqual([
      "nothing here handles a message of this name and version",
      "nothing here handles a message of this name and version",
      "nothing here handles a message of this name and version",
      "the account is gone",
      "the body is no JSON",
    ]);
    expect(reasons.join()).not.toContain("private");
    expect(seen).toHaveLength(1);
  });
});

describe("a dependency that is away", () => {
  it("never counts against a message", async () => {
    const seen = await recordMessages(
      messaging,
      ({ context }) => (context.tries < 2 ? databaseIsAway() : Promise.resolve(done)),
      { rules: { mostFaults: 1, outageWaitsMs: [1_000] } },
    );
    await sendOrder(messaging, "att_1");
    await waitFor(() => seen.length === 3, soon);
    expect(await deadLetters()).toEqual([]);
  });

  it("slows the queue down instead of spinning through it", async () => {
    const seen = await recordMessages(messaging, databaseIsAway, { prefetch: 1 });
    await Promise.all(Array.from({ length: 300 }, (_, n) => sendOrder(messaging, `att_${n}`)));
    await waitFor(() => seen.length >= 5, soon);
    expect(seen.length).toBeLessThan(10);
  });

  it("can be told by a sign of the caller's own", async () => {
    const worker = await broker.open({ isDependencyFailure: (error) => error instanceof RangeError });
    const seen = await recordMessages(
      worker,
      ({ context }) => (context.tries < 1 ? Promise.reject(new RangeError()) : Promise.resolve(done)),
      { rules: { mostFaults: 1 } },
    );
    await sendOrder(messaging, "att_1");
    await waitFor(() => seen.length === 2, soon);
    expect(await deadLetters()).toEqual([]);
  });

  it("keeps a message that cannot be sent on until it can", async () => {
    const proxy = await startTcpProxy(broker.url);
    const worker = await broker.open({ url: proxy.url, confirmTimeoutMs: 100 });
    const decide = async (tries: number) => {
      if (tries === 0) await proxy.stall();
      return tries === 0 ? retry(1_000, "not yet") : done;
    };
    const seen = await recordMessages(worker, ({ context }) => decide(context.tries));
    await sendOrder(messaging, "att_1");
    await waitFor(() => seen.length === 1, soon);
    expect((await messaging.queueDepths()).get("wait.1000")).toBe(0);
    await proxy.restore();
    await waitFor(() => seen.some(({ context }) => context.tries === 1), soon);
    await worker.close({ deadlineMs: 5_000 });
    await proxy.close();
  });
});

function allOf<Value>(values: readonly Value[], count: number): readonly Value[] | false {
  return values.length === count && values;
}
