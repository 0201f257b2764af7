import { createOrder } from "@compose-pay/contracts";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import type { TcpProxy } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import { on } from "./handling.ts";
import type { Messaging } from "./messaging.ts";
import { PublishError } from "./publish-error.ts";
import { done } from "./verdict.ts";

const queue = "channel.mock.interactive";
let broker: TestBroker;
let proxy: TcpProxy;

beforeEach(async () => {
  broker = testBroker();
  proxy = await startTcpProxy(broker.url);
});

afterEach(async () => {
  await proxy.restore();
  await broker.close();
  await proxy.close();
});

describe("publish", () => {
  it("resolves when the message is on its queue", async () => {
    const messaging = await broker.open();
    await publish(messaging, "att_1");
    expect((await messaging.queueDepths()).get(queue)).toBe(1);
  });

  it("rejects what nobody takes, and says so", async () => {
    const messaging = await broker.open();
    const stored = { name: "x", version: 1, body: {}, traceId: "t", messageId: "msg_1" };
    await expect(messaging.publishStored({ ...stored, queue: "nobody" })).rejects.toMatchObject({
      fault: "unroutable",
    });
  });

  it("rejects beyond its bound of messages in flight, and takes them again afterwards", async () => {
    const messaging = await broker.open({ mostInFlight: 10 });
    const results = await Promise.allSettled(
      Array.from({ length: 25 }, (_, n) => publish(messaging, `att_${n}`)),
    );
    expect(results.map(faultOf).filter((fault) => fault === "overloaded")).toHaveLength(15);
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(10);
    await publish(messaging, "att_later");
  });

  it("answers every message when the connection is cut, and loses none that it confirmed", async () => {
    const messaging = await broker.open({ url: proxy.url });
    const sent = Array.from({ length: 1_500 }, (_, n) => publish(messaging, `att_${n}`));
    await sent[0];
    await proxy.cut();
    const results = await Promise.allSettled(sent);
    const confirmed = results.flatMap((one, n) => (one.status === "fulfilled" ? [`att_${n}`] : []));
    const faults = new Set(results.filter((one) => one.status === "rejected").map(faultOf));
    expect([...faults]).toEqual(["connection_lost"]);

    const received = await receiveAll(await broker.open(), confirmed.length);
    expect(confirmed.filter((id) => !received.has(id))).toEqual([]);
  });

  it("rejects at once while the broker is away, and goes on by itself when it is back", async () => {
    const messaging = await broker.open({ url: proxy.url });
    await proxy.cut();
    await waitFor(() => !messaging.isReady().publishing, { deadlineMs: 10_000 });
    await expect(publish(messaging, "att_1")).rejects.toMatchObject({ fault: "not_connected" });
    await proxy.restore();
    await waitFor(() => messaging.isReady().publishing && messaging.isReady().consuming, {
      deadlineMs: 20_000,
    });
    await publish(messaging, "att_2");
  });

  it("gives a message up whose confirmation does not come", async () => {
    const messaging = await broker.open({ url: proxy.url, confirmTimeoutMs: 200 });
    await proxy.stall();
    await expect(publish(messaging, "att_1")).rejects.toMatchObject({ fault: "confirm_timeout" });
  });

  it("starts without the broker, and is ready once it is there", async () => {
    await proxy.cut();
    const messaging = await broker.open({ url: proxy.url });
    expect(messaging.isReady()).toEqual({ publishing: false, consuming: false });
    await proxy.restore();
    await waitFor(() => messaging.isReady().publishing, { deadlineMs: 20_000 });
    await publish(messaging, "att_1");
  });

  it("declares a queue of ours again that somebody deleted", async () => {
    const messaging = await broker.open();
    const channel = await broker.channel();
    await channel.deleteQueue(broker.prefix + queue);
    await expect(publish(messaging, "att_1")).rejects.toMatchObject({ fault: "unroutable" });
    await waitFor(() => publish(messaging, "att_2").then(() => true), { deadlineMs: 20_000 });
  });

  it("waits at its close for what is under way", async () => {
    const messaging = await broker.open();
    const sent = Array.from({ length: 500 }, (_, n) => publish(messaging, `att_${n}`));
    await messaging.close({ deadlineMs: 10_000 });
    await Promise.all(sent);
    await expect(publish(messaging, "att_late")).rejects.toMatchObject({ fault: "not_connected" });
  });
});

function publish(messaging: Messaging, id: string): Promise<void> {
  return messaging.publish({ queue, contract: createOrder, body: { attempt_id: id }, traceId: "trace" });
}

function faultOf(result: PromiseSettledResult<void>): string {
  if (result.status === "fulfilled") return "none";
  return result.reason instanceof PublishError ? result.reason.fault : String(result.reason);
}

/** Takes what is there until at least so many different messages came. */
async function receiveAll(messaging: Messaging, atLeast: number): Promise<ReadonlySet<string>> {
  const received = new Set<string>();
  const take = on(createOrder, async (body) => {
    received.add(body.attempt_id);
    return done;
  });
  await messaging.consume({ queue, prefetch: 200, handlers: [take] });
  await waitFor(async () => received.size >= atLeast, { deadlineMs: 20_000 });
  return received;
}
