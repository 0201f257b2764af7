import { isBarcode, type Method } from "@compose-pay/domain";
import { describe, expect } from "vitest";

import type { Answer, CreatedOrder } from "../src/channel.ts";
import {
  begunOrder,
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  paidOrder,
  type Promises,
  promisesOf,
  type WayToPay,
} from "./conformance-rig.ts";

/** Create, query, close and pay, by every method that the channel serves. */
export function describeOrders(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  for (const [name, way] of Object.entries(subject.ways)) {
    const method = name as Method; // because the keys of the ways are methods
    describe(`an order by ${method}`, () => {
      const promise = promisesOf(subject);
      describeCreate(promise, { method, way, rigOf });
      describePayment(promise, { method, rigOf });
      describeClose(promise, { method, rigOf });
    });
  }
}

interface Of {
  readonly method: Method;
  readonly rigOf: () => ConformanceRig;
}

function describeCreate(promise: Promises, { method, way, rigOf }: Of & { readonly way: WayToPay }): void {
  promise("is one order, however often it is created", [], async () => {
    const rig = rigOf();
    const { channel } = rig;
    const order = rig.newOrder(method);
    const first = await channel.create(order);
    expect(first).toMatchObject({
      kind: "ok",
      value: { state: "waiting", nextAction: { type: way.action } },
    });
    const again = await Promise.all([1, 2, 3, 4].map(() => channel.create(order)));
    expect(new Set([first, ...again].map(signatureFree)).size).toBe(1);
  });

  promise("is not taken for paid before it is", [], async () => {
    const rig = rigOf();
    const { channel } = rig;
    const order = rig.newOrder(method);
    await channel.create(order);
    const answer = await channel.query(order);
    expect(answer.kind === "ok" && answer.value.state).toMatch(/^(waiting|absent)$/);
  });

  const needs = way.isSignedHere === true ? [] : (["memory"] as const);
  promise("is not another order under the same number", needs, async () => {
    const { channel } = rigOf();
    const order = await begunOrder(rigOf(), method);
    const other = { ...order, money: { ...order.money, amount: order.money.amount + 1 } };
    const answer = way.isSignedHere === true ? await channel.query(other) : await channel.create(other);
    expect(answer.kind === "unknown" || (answer.kind === "ok" && answer.value.state === "waiting")).toBe(
      true,
    );
    if (way.isSignedHere !== true) expect(answer.kind).toBe("unknown");
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
  });
}

function describePayment(promise: Promises, { method, rigOf }: Of): void {
  promise("is told paid with its money, its number and its time, the same each time", [], async () => {
    const rig = rigOf();
    const order = await begunOrder(rig, method);
    const paid = await rig.pay(order);
    const answer = await rig.channel.query(paid);
    expect(answer).toMatchObject({ kind: "ok", value: { state: "paid", money: order.money } });
    if (answer.kind !== "ok" || answer.value.state !== "paid") return;
    expect(answer.value.channelTradeNo).toMatch(/^\S{1,64}$/);
    expect(Math.abs(answer.value.paidAt.getTime() - order.createdAt.getTime())).toBeLessThan(60_000);
    expect(await rig.channel.query(paid)).toMatchObject({ value: answer.value });
    // By the channel's own number it is the same one.
    const { channelTradeNo } = answer.value;
    expect(await rig.channel.query({ ...paid, channelTradeNo })).toMatchObject({ value: answer.value });
  });

  promise("is no payment of ours when another sum was taken", ["other_sum"], async () => {
    const rig = rigOf();
    const order = await begunOrder(rig, method);
    await controlsOf(rig).payOtherSum(order, order.money.amount - 1);
    const different = { kind: "unknown", reason: "amount_differs" };
    expect(await rig.channel.query(order)).toMatchObject(different);
    expect((await rig.channel.close(order)).kind).not.toBe("declined");
  });

  promise("is neither closed nor created again once it is paid", [], async () => {
    const rig = rigOf();
    const order = await begunOrder(rig, method);
    const paid = await rig.pay(order);
    expect(await rig.channel.close(paid)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    const again = await rig.channel.create({ ...order, ...paid });
    expect(again.kind).toBe("ok");
    expect(await rig.channel.query(paid)).toMatchObject({ kind: "ok", value: { state: "paid" } });
  });
}

function describeClose(promise: Promises, { method, rigOf }: Of): void {
  promise("is closed once and again while it waits", [], async () => {
    const rig = rigOf();
    const order = await begunOrder(rig, method);
    const closed = { state: "closed", moneyReturned: false };
    expect(await rig.channel.close(order)).toMatchObject({ kind: "ok", value: closed });
    expect(await rig.channel.close(order)).toMatchObject({ kind: "ok", value: closed });
    const answer = await rig.channel.query({ ...order, closedAt: order.createdAt });
    expect(answer.kind === "ok" && answer.value.state).toMatch(/^(closed|absent)$/);
  });

  promise("cannot be paid after its close", ["memory"], async () => {
    const rig = rigOf();
    const order = await begunOrder(rig, method);
    await rig.channel.close(order);
    await expect(rig.pay(order)).rejects.toThrow();
    expect(await rig.channel.query(order)).toMatchObject({ kind: "ok", value: { state: "closed" } });
  });

  promise("ends in one way when it is paid while it is closed", ["truth", "memory"], async () => {
    const rig = rigOf();
    for (let round = 0; round < 5; round += 1) {
      const order = await begunOrder(rig, method);
      const [answer] = await Promise.all([rig.channel.close(order), rig.pay(order).catch(() => null)]);
      const { status, refunded } = await controlsOf(rig).truth(order);
      if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
      const { value } = answer;
      if (value.state === "paid") expect({ status, refunded }).toEqual({ status: "paid", refunded: 0 });
      else if (value.state === "absent") throw new Error("the channel has the order");
      else if (value.moneyReturned) expect(refunded).toBe(order.money.amount);
      else expect({ status, refunded }).toEqual({ status: "closed", refunded: 0 });
    }
  });

  promise(
    "is paid, or its money goes back, when its close comes too late",
    ["truth", "memory", "faults"],
    async () => {
      const rig = rigOf();
      const order = await begunOrder(rig, method);
      const isHeldUp = await controlsOf(rig).holdUp("close");
      const closing = rig.channel.close(order);
      await isHeldUp();
      await rig.pay(order);
      const answer = await closing;
      const returned = { state: "closed", moneyReturned: true };
      expect(answer).toMatchObject({ kind: "ok", value: isBarcode(method) ? returned : { state: "paid" } });
      const { refunded } = await controlsOf(rig).truth(order);
      expect(refunded).toBe(isBarcode(method) ? order.money.amount : 0);
    },
  );

  promise("is absent, and never failed, where the channel does not know its number", ["memory"], async () => {
    const rig = rigOf();
    const { channel } = rig;
    const order = rig.newOrder(method);
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    const closed = await channel.close(order);
    expect(closed.kind === "ok" && closed.value.state).toMatch(/^(absent|closed)$/);
  });

  promise("gives the journal a row for every call of it", [], async () => {
    const rig = rigOf();
    const order = rig.newOrder(method);
    const answers = {
      create: await rig.channel.create(order),
      query: await rig.channel.query(order),
      close: await rig.channel.close(order),
    };
    for (const { call, earlierCalls } of Object.values(answers)) {
      for (const each of [...earlierCalls, call]) {
        expect(["create", "query", "close"]).toContain(each.operation);
        expect(each.startedAt).toBeInstanceOf(Date);
        expect(each.durationMs).toBeGreaterThanOrEqual(0);
      }
    }
  });

  promise("stays refundable when it was paid by this method", ["truth", "memory"], async () => {
    const rig = rigOf();
    const paid = await paidOrder(rig, method);
    const answer = await rig.channel.refund(rig.newRefund(paid, 1));
    expect(answer.kind === "ok" && answer.value.state).toMatch(/^(processing|succeeded)$/);
    expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: 1 });
  });
}

/** What the customer needs; what is signed anew each time counts by its kind alone. */
function signatureFree(answer: Answer<CreatedOrder>): string {
  if (answer.kind !== "ok" || answer.value.state !== "waiting") return JSON.stringify(answer);
  const { nextAction } = answer.value;
  const isStable = nextAction.type === "qr_code" || nextAction.type === "alipay_jsapi";
  return isStable ? JSON.stringify(nextAction) : nextAction.type;
}
