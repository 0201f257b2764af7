import { createOrder } from "@compose-pay/contracts";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bystander, queue, recordMessages, sendOrder, soon } from "../testing/record-messages.ts";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import { on } from "./handling.ts";
import type { Messaging } from "./messaging.ts";
import { done } from "./verdict.ts";

let broker: TestBroker;
let messaging: Messaging;

beforeEach(async () => {
  broker = testBroker();
  messaging = await broker.open();
});

afterEach(() => broker.close());

describe("consume", () => {
  it("hands over the body and what travels beside it, and acknowledges what is done", async () => {
    const worker = await broker.open();
    const seen = await recordMessages(worker, () => Promise.resolve(done));
    const others = await recordMessages(worker, () => Promise.resolve(done), { queue: bystander });
    await sendOrder(messaging, "att_1", { messageId: "msg_1" });
    await waitFor(() => seen.length === 1, soon);
    expect(seen[0]).toMatchObject({
      id: "att_1",
      context: { messageId: "msg_1", traceId: "trace of att_1", tries: 0, redelivered: false },
    });
    await worker.close({ deadlineMs: 5_000 });
    expect((await messaging.queueDepths()).get(queue)).toBe(0);
    expect(others).toEqual([]);
  });

  it("does not acknowledge before the handler is done: an open end is given out again", async () => {
    const lost = await broker.open();
    const first = await recordMessages(lost, () => new Promise(() => {}));
    await sendOrder(messaging, "att_1");
    await waitFor(() => first.length === 1, soon);
    await lost.close({ deadlineMs: 100 });
    const second = await recordMessages(messaging, () => Promise.resolve(done));
    await waitFor(() => second.length === 1, soon);
    expect(second[0]).toMatchObject({ id: "att_1", context: { tries: 0, redelivered: true } });
  });

  it("goes on by itself after a cut, with what was not acknowledged", async () => {
    const proxy = await startTcpProxy(broker.url);
    const worker = await broker.open({ url: proxy.url });
    const handled = new Set<string>();
    const held = Promise.withResolvers<void>();
    await recordMessages(worker, async ({ id, context }) => {
      if (!context.redelivered) await held.promise;
      handled.add(id);
      return done;
    });
    const ids = Array.from({ length: 50 }, (_, n) => `att_${n}`);
    await Promise.all(ids.map((id) => sendOrder(messaging, id)));
    await waitFor(async () => (await messaging.queueDepths()).get(queue) === 30, soon);

    await proxy.cut();
    await waitFor(() => !worker.isReady().consuming, soon);
    await proxy.restore();
    held.resolve();

    await waitFor(() => handled.size === ids.length, soon);
    await worker.close({ deadlineMs: 5_000 });
    await proxy.close();
    expect((await messaging.queueDepths()).get(queue)).toBe(0);
  });

  it("takes up its queue again after somebody deleted it", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    await (await broker.channel()).deleteQueue(broker.prefix + queue);
    await waitFor(() => sendOrder(messaging, "att_1").then(() => true), soon);
    await waitFor(() => seen.length > 0, soon);
  });

  it("finishes what runs before it closes, and tells the rest that nobody waits", async () => {
    const worker = await broker.open();
    const canEnd = Promise.withResolvers<void>();
    const seen = await recordMessages(worker, async ({ id, context: { signal } }) => {
      if (id === "att_endless") await new Promise((resolve) => signal.addEventListener("abort", resolve));
      else await canEnd.promise;
      return done;
    });
    await sendOrder(messaging, "att_slow");
    await sendOrder(messaging, "att_endless");
    await waitFor(() => seen.length === 2, soon);
    const closed = worker.close({ deadlineMs: 1_000 });
    canEnd.resolve();
    await closed;

    const left = await recordMessages(messaging, () => Promise.resolve(done));
    await waitFor(() => left.length === 1, soon);
    expect(left[0]?.id).toBe("att_endless");
  });

  it("refuses two handlers for one contract", async () => {
    const twice = [1, 2].map(() => on(createOrder, () => Promise.resolve(done)));
    await expect(messaging.consume({ queue, prefetch: 1, handlers: twice })).rejects.toThrow(/two handlers/);
  });
});
