import { type BillLine, dayOfChina, type Method } from "@compose-pay/domain";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";

import type { FetchedBill } from "../src/bill.ts";
import type { Answer, Channel, OrderReference } from "../src/channel.ts";
import type { RefundToMake } from "../src/refund.ts";
import {
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  paidOrder,
  promisesOf,
} from "./conformance-rig.ts";
import { readAll } from "./read-bills.ts";
import { billToTake } from "./take-bill.ts";
import { openTestFiles, type TestFiles } from "./test-files.ts";

/** What is asked for, and what cannot be believed of the answer. */
const faults = [
  ["bill", "reset_before"],
  ["bill", "reset_after"],
  ["bill", "error_500"],
  ["bill", "bad_signature"],
  ["bill", "signtest"],
  ["bill", "truncated"],
  ["bill", "not_json"],
  ["bill", "hang"],
  ["bill_download", "reset_before"],
  ["bill_download", "error_500"],
  ["bill_download", "truncated"],
  ["bill_download", "hang"],
] as const;

/** A day of which nobody sold anything. */
const emptyDay = -3;
const dayMs = 86_400_000;

/** The channel's own word on what was sold, to which the books are held. */
export function describeBills(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least
  let files: TestFiles;
  beforeAll(async () => {
    files = await openTestFiles();
  });
  afterEach(async () => {
    await rigOf().controls?.heal();
  });
  afterAll(() => files.remove());

  describe("a bill", () => {
    promise("is of a type that there is, and from a time of the day on", [], async () => {
      const { billTypes, billReadyAt } = rigOf().channel;
      expect(new Set(billTypes).size).toBe(billTypes.length);
      expect(billTypes.includes("trade")).toBe(subject.lacks.bills === undefined);
      expect(billReadyAt.hour * 60 + billReadyAt.minute).toBeLessThan(24 * 60);
    });

    promise("of a day that is not over is not ready", ["bills"], async () => {
      const { channel } = rigOf();
      const order = billToTake({ type: "trade", date: dayOfChina(new Date()) });
      expect(await channel.fetchBill(order)).toMatchObject({ kind: "ok", value: { state: "not_ready" } });
      expect(order.taken()).toHaveLength(0);
    });

    promise("tells what was sold and given back on its day, as it was told then", ["bills"], async () => {
      const rig = rigOf();
      const day = await sellAndRefund(rig, method);
      await controlsOf(rig).endDay();
      const { answer, lines } = await fetchAndRead(rig.channel, day.date, files);
      expect(answer).toMatchObject({ kind: "ok", value: { state: "saved" } });
      const { payment, refund } = day;
      expect(lines.filter(({ outTradeNo }) => outTradeNo === payment.outNo)).toEqual([
        expect.objectContaining(payment),
        expect.objectContaining(refund),
      ]);
    });

    promise("of a day without a sale is empty", ["bills"], async () => {
      const { channel } = rigOf();
      const date = dayOfChina(new Date(Date.now() + emptyDay * dayMs));
      const order = billToTake({ type: "trade", date });
      expect(await channel.fetchBill(order)).toMatchObject({ kind: "ok", value: { state: "empty" } });
    });

    for (const [operation, fault] of faults) {
      promise(`is not known after ${fault} on ${operation}`, ["bills", "faults"], async () => {
        const rig = rigOf();
        const day = await sellAndRefund(rig, method);
        await controlsOf(rig).endDay();
        await controlsOf(rig).spoil(operation, fault);
        const order = billToTake({ type: "trade", date: day.date });
        const read = async () => {
          const fetched = await (fault === "hang" ? rig.hasty : rig.channel).fetchBill(order);
          if (fetched.kind !== "ok") return fetched.kind;
          // Where no hash is told, what the file holds says that it is broken.
          const reading = rig.channel.readTradeBill(await files.of(order.taken()));
          return readAll(reading).then(
            () => "read",
            (error: unknown) => (error instanceof Error ? error.name : "thrown"),
          );
        };
        expect(["unknown", "BillUnreadable"]).toContain(await read());
      });
    }
  });
}

interface SoldDay {
  readonly date: string;
  readonly payment: Partial<BillLine> & Pick<BillLine, "outNo">;
  readonly refund: Partial<BillLine>;
}

/** One order is paid and refunded in part; what the channel says of both is what its bill must say. */
async function sellAndRefund(rig: ConformanceRig, method: Method): Promise<SoldDay> {
  const paid = await paidOrder(rig, method);
  const { money, channelTradeNo, paidAt } = await paymentOf(rig.channel, paid);
  const refund = rig.newRefund(paid, 7);
  await rig.channel.refund(refund);
  const outTradeNo = paid.outTradeNo;
  return {
    date: dayOfChina(paidAt),
    payment: {
      kind: "payment",
      outNo: outTradeNo,
      outTradeNo,
      channelNo: channelTradeNo,
      amount: money.amount,
      status: "succeeded",
      occurredAt: paidAt,
    },
    refund: {
      kind: "refund",
      outNo: refund.outRefundNo,
      outTradeNo,
      channelNo: await numberOf(rig.channel, refund),
      amount: 7,
      status: "succeeded",
    },
  };
}

async function paymentOf(channel: Channel, paid: OrderReference) {
  const answer = await channel.query(paid);
  if (answer.kind !== "ok" || answer.value.state !== "paid") throw new Error(JSON.stringify(answer));
  return answer.value;
}

async function numberOf(channel: Channel, refund: RefundToMake): Promise<string> {
  const answer = await channel.queryRefund(refund);
  if (answer.kind !== "ok" || answer.value.state !== "succeeded") throw new Error(JSON.stringify(answer));
  return answer.value.channelRefundNo;
}

async function fetchAndRead(
  channel: Channel,
  date: string,
  files: TestFiles,
): Promise<{ readonly answer: Answer<FetchedBill>; readonly lines: readonly BillLine[] }> {
  const order = billToTake({ type: "trade", date });
  const answer = await channel.fetchBill(order);
  const { lines, totals } = await readAll(channel.readTradeBill(await files.of(order.taken())));
  expect(totals.lines).toBe(lines.length);
  return { answer, lines };
}
