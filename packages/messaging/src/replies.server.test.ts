import { paymentAnswered } from "@compose-pay/contracts";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { soon } from "../testing/record-messages.ts";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import type { Messaging } from "./messaging.ts";

let broker: TestBroker;
let worker: Messaging;

beforeEach(async () => {
  broker = testBroker();
  worker = await broker.open();
});

afterEach(() => broker.close());

describe("replies", () => {
  it("reach everybody who waits for that one, and nobody else", async () => {
    const replies = await (await broker.open()).openReplies(paymentAnswered);
    const both = [replies.expect("pay_1", 10_000), replies.expect("pay_1", 10_000)];
    const other = replies.expect("pay_2", 300);
    answer(replies.address(), "pay_1");
    expect(await Promise.all(both)).toEqual([{ payment_id: "pay_1" }, { payment_id: "pay_1" }]);
    expect(await other).toBeNull();
  });

  it("that do not come are waited for no longer than asked, and late ones are ignored", async () => {
    const replies = await (await broker.open()).openReplies(paymentAnswered);
    expect(await replies.expect("pay_1", 20)).toBeNull();
    answer(replies.address(), "pay_1");
    const next = replies.expect("pay_2", 10_000);
    answer(replies.address(), "pay_2");
    expect(await next).toEqual({ payment_id: "pay_2" });
  });

  it("cost nothing when nobody is there any more", async () => {
    answer("amq.gen-nobody", "pay_1");
    const replies = await worker.openReplies(paymentAnswered);
    const still = replies.expect("pay_2", 10_000);
    answer(replies.address(), "pay_2");
    expect(await still).toEqual({ payment_id: "pay_2" });
  });

  it("have a new address after a reconnect", async () => {
    const proxy = await startTcpProxy(broker.url);
    const replies = await (await broker.open({ url: proxy.url })).openReplies(paymentAnswered);
    const before = replies.address();
    await proxy.cut();
    await waitFor(() => replies.address() === null, soon);
    await proxy.restore();
    await waitFor(() => replies.address() !== null, soon);
    expect(replies.address()).not.toBe(before);
    const expected = replies.expect("pay_1", 10_000);
    answer(replies.address(), "pay_1");
    expect(await expected).toEqual({ payment_id: "pay_1" });
    await proxy.close();
  });

  it("that break their contract are not believed", async () => {
    const replies = await (await broker.open()).openReplies(paymentAnswered);
    const expected = replies.expect("pay_1", 300);
    const channel = await broker.channel();
    const properties = { type: "payment.answered", correlationId: "pay_1", headers: { version: 1 } };
    channel.sendToQueue(replies.address() ?? "", Buffer.from('{"payment":1}'), properties);
    channel.sendToQueue(replies.address() ?? "", Buffer.from("?"), properties);
    expect(await expected).toBeNull();
  });
});

function answer(replyTo: string | null, paymentId: string): void {
  const to = { replyTo: replyTo ?? "", correlationId: paymentId, traceId: "trace" };
  worker.publishReply(to, paymentAnswered, { payment_id: paymentId });
}
