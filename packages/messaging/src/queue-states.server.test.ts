import { createOrder } from "@compose-pay/contracts";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import type { TcpProxy } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import { on } from "./handling.ts";
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

describe("the states of queues", () => {
  it("tell what waits and who takes from each", async () => {
    const messaging = await broker.open();
    await messaging.publish({ queue, contract: createOrder, body: { attempt_id: "att_1" }, traceId: "t" });
    expect((await messaging.queueStates()).get(queue)).toEqual({ messages: 1, consumers: 0 });
    const worker = await broker.open();
    await worker.consume({ queue, prefetch: 1, handlers: [on(createOrder, async () => done)] });
    await waitFor(
      async () => {
        const state = (await messaging.queueStates()).get(queue);
        return state?.messages === 0 && state.consumers === 1;
      },
      { deadlineMs: 10_000 },
    );
  });

  it("are given up while the broker is silent, and told again once it speaks", async () => {
    const messaging = await broker.open({ url: proxy.url, lookTimeoutMs: 100 });
    await proxy.stall();
    const looks = await Promise.allSettled([messaging.queueStates(), messaging.queueStates()]);
    expect(looks).toMatchObject([
      { status: "rejected", reason: { dependency: "broker" } },
      { status: "rejected", reason: { dependency: "broker" } },
    ]);
    await proxy.restore();
    await waitFor(
      () =>
        messaging.queueStates().then(
          (states) => states.size > 0,
          () => false,
        ),
      { deadlineMs: 30_000 },
    );
  });

  it("are refused at once without a connection", async () => {
    const messaging = await broker.open({ url: proxy.url });
    await proxy.cut();
    await waitFor(() => !messaging.isReady().publishing, { deadlineMs: 10_000 });
    await expect(messaging.queueStates()).rejects.toMatchObject({ fault: "not_connected" });
  });
});
