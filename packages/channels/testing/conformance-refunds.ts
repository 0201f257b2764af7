import type { Method } from "@compose-pay/domain";
import { describe, expect } from "vitest";

import type { RefundToMake } from "../src/refund.ts";
import {
  begunOrder,
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  paidOrder,
  promisesOf,
} from "./conformance-rig.ts";

/** Money goes back once under one number, never more than was paid, and its end is never guessed. */
export function describeRefunds(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least

  describe("a refund", () => {
    promise("gives a part back, and the rest", [], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      const { amount } = paid.money;
      for (const part of [1, amount - 1]) {
        const refund = rig.newRefund(paid, part);
        const made = await rig.channel.refund(refund);
        expect(made.kind === "ok" && made.value.state).toMatch(/^(processing|succeeded)$/);
        expect(await endOf(rig, refund)).toMatchObject({ state: "succeeded", money: { amount: part } });
      }
    });

    promise("moves no more when it is repeated, also at the same moment", ["truth"], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      const refund = rig.newRefund(paid, 5);
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => rig.channel.refund(refund)));
      expect(answers.map(({ kind }) => kind)).not.toContain("declined");
      await rig.channel.refund(refund);
      expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: 5, refunds: 1 });
    });

    promise("of another amount under the same number is not made", ["truth", "memory"], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      const refund = rig.newRefund(paid, 5);
      await rig.channel.refund(refund);
      const other = { ...refund, money: { ...refund.money, amount: 6 } };
      expect(await rig.channel.refund(other)).not.toMatchObject({ kind: "ok" });
      expect(await rig.channel.queryRefund(other)).not.toMatchObject({ kind: "ok" });
      expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: 5, refunds: 1 });
    });

    promise("of more than was paid is declined", [], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      const refund = rig.newRefund(paid, paid.money.amount + 1);
      expect(await rig.channel.refund(refund)).toMatchObject({ kind: "declined" });
      expect(await rig.channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    });

    promise("of more than is left is declined", ["truth", "memory"], async () => {
      const rig = rigOf();
      const paid = await paidOrder(rig, method);
      await rig.channel.refund(rig.newRefund(paid, paid.money.amount - 3));
      expect(await rig.channel.refund(rig.newRefund(paid, 4))).toMatchObject({ kind: "declined" });
      expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: paid.money.amount - 3 });
    });

    promise("of an order that is not paid moves nothing", [], async () => {
      const rig = rigOf();
      const order = await begunOrder(rig, method);
      const answer = await rig.channel.refund(rig.newRefund(order, 1));
      expect(answer.kind).toMatch(/^(declined|unknown)$/);
    });

    promise("with a number that the channel does not know is absent", ["memory"], async () => {
      const rig = rigOf();
      const refund = rig.newRefund(await paidOrder(rig, method), 1);
      expect(await rig.channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    });

    promise(
      "that finds too little money is throttled, and made later under its number",
      ["empty_balance"],
      async () => {
        const rig = rigOf();
        const paid = await paidOrder(rig, method);
        const refund = rig.newRefund(paid, 5);
        await controlsOf(rig).setBalanceEmpty(true);
        const refused = await rig.channel.refund(refund);
        await controlsOf(rig).setBalanceEmpty(false);
        expect(refused).toMatchObject({ kind: "throttled" });
        const made = await rig.channel.refund(refund);
        expect(made.kind === "ok" && made.value.state).toMatch(/^(processing|succeeded)$/);
        expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: 5, refunds: 1 });
      },
    );
  });

  describeEnds(subject, rigOf);
}

function describeEnds(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least
  const openRefund = async (rig: ConformanceRig): Promise<RefundToMake> => {
    const paid = await paidOrder(rig, method);
    await controlsOf(rig).setRefundDelay(3_600_000);
    const refund = rig.newRefund(paid, 5);
    const made = await rig.channel.refund(refund);
    await controlsOf(rig).setRefundDelay(0);
    expect(made).toMatchObject({ kind: "ok", value: { state: "processing" } });
    return refund;
  };

  describe("a refund that takes time", () => {
    promise("is not over until the channel says so, and then it succeeds", ["open_refunds"], async () => {
      const rig = rigOf();
      const refund = await openRefund(rig);
      const before = await rig.channel.queryRefund(refund);
      expect(before.kind === "ok" && before.value.state).toMatch(/^(processing|absent)$/);
      await controlsOf(rig).settleRefund(refund, "success");
      const end = { state: "succeeded", money: refund.money };
      expect(await rig.channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: end });
    });

    promise(
      "that the channel gives up has failed, and moves nothing under its number again",
      ["open_refunds"],
      async () => {
        const rig = rigOf();
        const refund = await openRefund(rig);
        await controlsOf(rig).settleRefund(refund, "closed");
        const again = await rig.channel.refund(refund);
        const isFailed = again.kind === "declined" || (again.kind === "ok" && again.value.state === "failed");
        expect({ again, isFailed }).toMatchObject({ isFailed: true });
        expect(await controlsOf(rig).truth(refund.order)).toMatchObject({ refunded: 0 });
      },
    );

    promise(
      "whose money is stuck waits for an operator, who sends it elsewhere",
      ["abnormal_refunds"],
      async () => {
        const rig = rigOf();
        const refund = await openRefund(rig);
        await controlsOf(rig).settleRefund(refund, "abnormal");
        const stuck = await rig.channel.queryRefund(refund);
        expect(stuck).toMatchObject({ kind: "ok", value: { state: "abnormal" } });
        if (stuck.kind !== "ok" || stuck.value.state !== "abnormal") return;
        const channelRefundNo = stuck.value.channelRefundNo ?? "";
        const order = { refund, channelRefundNo, payout: { to: "merchant" } } as const;
        const sent = await rig.channel.settleAbnormalRefund(order);
        expect(sent.kind === "ok" && sent.value.state).toMatch(/^(processing|succeeded)$/);
      },
    );
  });
}

/** What the channel says of a refund that takes no time. */
async function endOf(rig: ConformanceRig, refund: RefundToMake) {
  const answer = await rig.channel.queryRefund(refund);
  if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
  return answer.value;
}
