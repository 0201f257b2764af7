import { channelOf } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Channel, OrderReference, OrderToCreate } from "../src/channel.ts";

/** What the suite needs of a channel's surroundings. */
export interface ConformanceRig {
  readonly channel: Channel;
  /** An order that the channel has never seen, for a customer who takes time. */
  newOrder(): OrderToCreate;
  /** The customer pays; what comes back is the order to ask for. */
  pay(order: OrderToCreate): Promise<OrderReference>;
  stop(): Promise<void>;
}

/** What every channel promises, whatever protocol it speaks. */
export function describeConformance(name: string, start: () => Promise<ConformanceRig>): void {
  describe(`the promises of a channel, kept by ${name}`, () => {
    let rig: ConformanceRig;
    beforeAll(async () => {
      rig = await start();
    }, 60_000);
    afterAll(() => rig.stop());

    it("says what it serves", () => {
      const { channel } = rig;
      expect(channel.methods.length).toBeGreaterThan(0);
      for (const method of channel.methods) expect(channelOf(method)).toBe(channel.name);
      expect(channel.limits.minAmount).toBeGreaterThanOrEqual(1);
      expect(channel.limits.maxAmount).toBeGreaterThan(channel.limits.minAmount);
    });

    it("creates one order, however often it is asked to", async () => {
      const order = rig.newOrder();
      const first = await rig.channel.create(order);
      expect(first).toMatchObject({ kind: "ok", value: { state: "waiting", nextAction: {} } });
      const again = await Promise.all([1, 2, 3, 4].map(() => rig.channel.create(order)));
      const values = [first, ...again].map((answer) => answer.kind === "ok" && answer.value);
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
    });

    it("does not take an order for paid before it is", async () => {
      const order = rig.newOrder();
      await rig.channel.create(order);
      const answer = await rig.channel.query(order);
      expect(answer.kind === "ok" && answer.value.state).toMatch(/^(waiting|absent)$/);
    });

    it("tells the payment with its money, its number and its time, the same each time", async () => {
      const order = rig.newOrder();
      await rig.channel.create(order);
      const paid = await rig.pay(order);
      const answer = await rig.channel.query(paid);
      expect(answer).toMatchObject({ kind: "ok", value: { state: "paid", money: order.money } });
      if (answer.kind !== "ok" || answer.value.state !== "paid") return;
      expect(answer.value.channelTradeNo).toMatch(/^\S{1,64}$/);
      expect(Math.abs(answer.value.paidAt.getTime() - order.createdAt.getTime())).toBeLessThan(60_000);
      expect(await rig.channel.query(paid)).toMatchObject({ value: answer.value });
    });

    it("does not close what is paid, nor create it again", async () => {
      const order = rig.newOrder();
      await rig.channel.create(order);
      const paid = await rig.pay(order);
      expect(await rig.channel.close(paid)).toMatchObject({ kind: "ok", value: { state: "paid" } });
      expect(await rig.channel.create({ ...order, ...paid })).toMatchObject({
        kind: "ok",
        value: { state: "paid" },
      });
    });

    it("closes what waits, once and again, and it is not paid afterwards", async () => {
      const order = rig.newOrder();
      await rig.channel.create(order);
      const closed = { state: "closed", moneyReturned: false };
      expect(await rig.channel.close(order)).toMatchObject({ kind: "ok", value: closed });
      expect(await rig.channel.close(order)).toMatchObject({ kind: "ok", value: closed });
      const answer = await rig.channel.query({ ...order, closedAt: order.createdAt });
      expect(answer.kind === "ok" && answer.value.state).toMatch(/^(closed|absent)$/);
    });

    it("gives the journal a row for every call", async () => {
      const order = rig.newOrder();
      const answers = {
        create: await rig.channel.create(order),
        query: await rig.channel.query(order),
        close: await rig.channel.close(order),
      };
      for (const [operation, { call, earlierCalls }] of Object.entries(answers)) {
        for (const each of [...earlierCalls, call]) {
          expect(each.operation).toBe(operation);
          expect(each.startedAt).toBeInstanceOf(Date);
          expect(each.durationMs).toBeGreaterThanOrEqual(0);
        }
      }
    });

    it.each([
      "",
      "{}",
      "null",
      "a=1",
      "a=1&a=2",
      "%",
      "<xml/>",
      "\u0000",
      '{"id":"x","resource":{}}',
      "x".repeat(70_000),
    ])("takes no notification from anybody: %.20s", (body) => {
      const reading = rig.channel.readNotification({ headers: {}, body: Buffer.from(body) }, new Date());
      expect(reading.kind).toBe("refused");
      expect(reading.reply.status).toBeGreaterThanOrEqual(400);
      expect(reading.reply.body).not.toBe("success");
    });
  });
}
