import type { Method } from "@compose-pay/domain";
import { afterEach, describe, expect } from "vitest";

import type { Answer, Channel } from "../src/channel.ts";
import {
  begunOrder,
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  paidOrder,
  type Promises,
  promisesOf,
  type SpoiltOperation,
} from "./conformance-rig.ts";

/** No answer, or none that can be believed: the work may have been done. */
const faults = [
  "reset_before",
  "reset_after",
  "error_500",
  "error_500_after",
  "bad_signature",
  "signtest",
  "unknown_serial",
  "truncated",
  "not_json",
  "hang",
] as const;

const lost = ["reset_after", "error_500_after"] as const;

/** What is lost or cannot be believed is unknown, never a refusal, and the same number settles it. */
export function describeFaults(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  afterEach(async () => {
    await rigOf().controls?.heal();
  });
  for (const [name, way] of Object.entries(subject.ways)) {
    const method = name as Method; // because the keys of the ways are methods
    const operations =
      way.isSignedHere === true ? (["query", "close"] as const) : (["create", "query", "close"] as const);
    describe(`a fault on an order by ${method}`, () => {
      for (const operation of operations) describeOperation(promise, { method, operation, rigOf });
      if (way.isSignedHere !== true) describeLostCreate(promise, { method, rigOf });
      describeLostClose(promise, { method, rigOf });
    });
  }
  describe("a fault on a refund", () => {
    const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least
    for (const operation of ["refund", "refund_query"] as const) {
      describeOperation(promise, { method, operation, rigOf });
    }
    describeLostRefund(promise, { method, rigOf });
  });
}

interface Of {
  readonly method: Method;
  readonly rigOf: () => ConformanceRig;
}

/** Of orders and refunds. */
type WorkOperation = Exclude<SpoiltOperation, "bill" | "bill_download">;

function describeOperation(
  promise: Promises,
  { method, operation, rigOf }: Of & { readonly operation: WorkOperation },
): void {
  for (const fault of faults) {
    promise(`${fault} on ${operation} leaves the outcome unknown`, ["faults"], async () => {
      const rig = rigOf();
      const channel = fault === "hang" ? rig.hasty : rig.channel;
      const work = await prepare(rig, method, operation);
      await controlsOf(rig).spoil(operation, fault);
      expect(await work(channel)).toMatchObject({ kind: "unknown" });
    });
  }

  promise(`a channel that slows ${operation} down has not refused it`, ["faults"], async () => {
    const rig = rigOf();
    const work = await prepare(rig, method, operation);
    await controlsOf(rig).spoil(operation, "rate_limited");
    expect(await work(rig.channel)).toMatchObject({ kind: "throttled" });
  });
}

/** Everything before the call that is spoilt. */
async function prepare(
  rig: ConformanceRig,
  method: Method,
  operation: WorkOperation,
): Promise<(channel: Channel) => Promise<Answer<unknown>>> {
  switch (operation) {
    case "create": {
      const order = rig.newOrder(method);
      return (channel) => channel.create(order);
    }
    case "query":
    case "close": {
      const order = await begunOrder(rig, method);
      return (channel) => channel[operation](order);
    }
    case "refund": {
      const refund = rig.newRefund(await paidOrder(rig, method), 1);
      return (channel) => channel.refund(refund);
    }
    case "refund_query": {
      const refund = rig.newRefund(await paidOrder(rig, method), 1);
      await rig.channel.refund(refund);
      return (channel) => channel.queryRefund(refund);
    }
  }
}

function describeLostCreate(promise: Promises, { method, rigOf }: Of): void {
  for (const fault of lost) {
    promise(`${fault} on create is settled by the same create: one order`, ["faults"], async () => {
      const rig = rigOf();
      const order = rig.newOrder(method);
      await controlsOf(rig).spoil("create", fault, 1);
      expect(await rig.channel.create(order)).toMatchObject({ kind: "unknown" });
      const again = await rig.channel.create(order);
      expect(again).toMatchObject({ kind: "ok", value: { state: "waiting" } });
      if (again.kind !== "ok" || again.value.state !== "waiting") return;
      await rig.begin(order, again.value.nextAction);
      const paid = await rig.pay(order);
      expect(await rig.channel.query(paid)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    });
  }
}

function describeLostClose(promise: Promises, { method, rigOf }: Of): void {
  for (const fault of lost) {
    promise(`${fault} on close is settled by the same close`, ["faults", "truth"], async () => {
      const rig = rigOf();
      const order = await begunOrder(rig, method);
      await controlsOf(rig).spoil("close", fault);
      expect(await rig.hasty.close(order)).toMatchObject({ kind: "unknown" });
      await controlsOf(rig).heal();
      const closed = { state: "closed", moneyReturned: false };
      expect(await rig.channel.close(order)).toMatchObject({ kind: "ok", value: closed });
      expect(await controlsOf(rig).truth(order)).toMatchObject({ status: "closed", refunds: 0 });
    });
  }
}

function describeLostRefund(promise: Promises, { method, rigOf }: Of): void {
  for (const fault of lost) {
    promise(
      `${fault} on refund is settled by the same refund: the money goes once`,
      ["faults", "truth"],
      async () => {
        const rig = rigOf();
        const paid = await paidOrder(rig, method);
        const refund = rig.newRefund(paid, 7);
        await controlsOf(rig).spoil("refund", fault, 1);
        expect(await rig.channel.refund(refund)).toMatchObject({ kind: "unknown" });
        const again = await rig.channel.refund(refund);
        expect(again.kind === "ok" && again.value.state).toMatch(/^(processing|succeeded)$/);
        expect(await controlsOf(rig).truth(paid)).toMatchObject({ refunded: 7, refunds: 1 });
      },
    );
  }
}
