import { decideAttempt, type Method } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";

import type { NotificationReading } from "../src/notification-reading.ts";
import {
  begunOrder,
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  paidOrder,
  promisesOf,
  type Tamper,
  tampers,
} from "./conformance-rig.ts";

/** A notification is the channel's own word, or it is refused. */
export function describeNotifications(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  for (const [name, way] of Object.entries(subject.ways)) {
    if (way.isSilent === true) continue;
    const method = name as Method; // because the keys of the ways are methods
    promise(
      `the notification of ${method} is the payment that a query tells`,
      ["notifications"],
      async () => {
        const rig = rigOf();
        const order = await begunOrder(rig, method);
        const raw = await controlsOf(rig).payAndNotify(order);
        const reading = rig.channel.readNotification(raw, new Date());
        const { outTradeNo } = order;
        expect(reading).toMatchObject({ kind: "payment", outTradeNo, reply: { status: 200 } });
        const answer = await rig.channel.query(order);
        expect(reading.kind === "payment" && reading.state).toEqual(answer.kind === "ok" && answer.value);
      },
    );
  }
  const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least
  describe("a notification", () => {
    promise("has the same id each time it comes", ["notifications"], async () => {
      const rig = rigOf();
      const order = await begunOrder(rig, method);
      const first = rig.channel.readNotification(await controlsOf(rig).payAndNotify(order), new Date());
      const again = rig.channel.readNotification(await controlsOf(rig).notifyAgain(order), new Date());
      expect(again).toEqual(first);
    });

    describeTampers(subject, method, rigOf);
    describeRefundNotification(subject, method, rigOf);

    it.each(nonsense)("is taken from nobody: %.20s", (body) => {
      const reading = rigOf().channel.readNotification({ headers: {}, body: Buffer.from(body) }, new Date());
      expect(reading.kind).toBe("refused");
      expectSentAgain(reading);
    });
  });
}

const nonsense = [
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
];

function describeTampers(subject: ConformanceSubject, method: Method, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  for (const tamper of tampers) {
    const outcome = outcomeOf(subject, tamper);
    promise(`that is spoilt in its ${tamper} is ${outcome}`, ["notifications"], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      const raw = await controlsOf(rig).notifyAgain(paid, tamper);
      const reading = rig.channel.readNotification(raw, new Date());
      if (outcome === "refused") {
        expect(reading.kind).toBe("refused");
        return expectSentAgain(reading);
      }
      if (reading.kind !== "payment" || reading.state.state !== "paid")
        throw new Error(JSON.stringify(reading));
      const decision = decideAttempt("pending", { type: "paid", ...reading.state }, paid.money);
      expect(decision.kind).toBe(tamper === "amount" ? "refused" : "transition");
    });
  }
}

/** A wrong amount under a true signature is told as it is: the order's own money refuses it. */
function outcomeOf({ toleratedTampers }: ConformanceSubject, tamper: Tamper): string {
  if (tamper === "amount") return "told with its amount, which the order refuses";
  return toleratedTampers.includes(tamper)
    ? "taken, because nothing in it is wrong for this protocol"
    : "refused";
}

function describeRefundNotification(
  subject: ConformanceSubject,
  method: Method,
  rigOf: () => ConformanceRig,
): void {
  const promise = promisesOf(subject);
  promise("of a refund is what its query tells", ["refund_notifications", "truth"], async () => {
    const rig = rigOf();
    const refund = rig.newRefund(await paidOrder(rig, method), 5);
    await rig.channel.refund(refund);
    const raw = await controlsOf(rig).refundNotification(refund);
    const reading = rig.channel.readNotification(raw, new Date());
    const { outRefundNo, order } = refund;
    expect(reading).toMatchObject({ kind: "refund", outRefundNo, outTradeNo: order.outTradeNo });
    const answer = await rig.channel.queryRefund(refund);
    expect(reading.kind === "refund" && reading.progress).toEqual(answer.kind === "ok" && answer.value);
  });

  for (const tamper of ["signature", "account", "ciphertext", "signtest"] as const) {
    promise(`of a refund that is spoilt in its ${tamper} is refused`, ["refund_notifications"], async () => {
      const rig = rigOf();
      const refund = rig.newRefund(await paidOrder(rig, method), 5);
      await rig.channel.refund(refund);
      const raw = await controlsOf(rig).refundNotification(refund, tamper);
      const reading = rig.channel.readNotification(raw, new Date());
      expect(reading.kind).toBe("refused");
      expectSentAgain(reading);
    });
  }
}

function expectSentAgain({ reply }: NotificationReading): void {
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.body).not.toBe("success");
}
