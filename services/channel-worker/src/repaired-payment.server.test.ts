import { repairStatus, settleRepaired } from "@compose-pay/application";
import type { Answer, ChannelCall, OrderState } from "@compose-pay/channels";
import { findAttempt, findDiscrepancy, insertDiscrepancy, inTransaction } from "@compose-pay/database";
import type { MatchEvidence } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRefundStage, type RefundStage } from "../testing/refund-stage.ts";
import { queryOrder } from "./query-order.ts";

let stage: RefundStage;
beforeAll(async () => {
  stage = await openRefundStage();
});
afterAll(() => stage.close());

describe("a payment that is closed here and that the bill has as paid", () => {
  it("succeeds by the channel's word, its merchant is told, and the difference is settled by itself", async () => {
    const { attemptId, paymentId } = await closedPayment();
    await raise({ attemptId, paymentId });
    const round = { limit: 10, now: stage.now() };
    expect(await repairStatus(stage, round)).toMatchObject({ asked: 1 });
    await queryOrder(workerWith({ state: "waiting" }), { attemptId, traceId: "trace" });
    expect(await settleRepaired(stage, round)).toMatchObject({ settled: 0 });
    const money = { amount: 500, currency: "CNY" } as const;
    const paid = { state: "paid", money, channelTradeNo: "4200000001", paidAt: stage.now() } as const;
    await queryOrder(workerWith(paid), { attemptId, traceId: "trace" });
    const view = await findAttempt(stage.database.connection, attemptId);
    expect(view).toMatchObject({ attempt: { state: "succeeded" }, payment: { status: "succeeded" } });
    const [events] = await stage.database.pool.query("SELECT type FROM events WHERE payment_id = ?", [
      paymentId,
    ]);
    expect(events).toEqual([{ type: "payment.late_succeeded" }]);
    expect(await settleRepaired(stage, round)).toMatchObject({ settled: 1 });
    expect(await findDiscrepancy(stage.database.connection, "dsc_late")).toMatchObject({
      state: "resolved",
      resolution: "by_itself",
      outcome: { done: { change: { from: "closed", to: "succeeded", cause: "query" } } },
    });
  });
});

async function closedPayment() {
  const { attemptId, paymentId } = await stage.refund({ amount: 0 });
  const { pool } = stage.database;
  await pool.query("UPDATE attempts SET state = 'closed', channel_trade_no = NULL WHERE id = ?", [attemptId]);
  await pool.query("UPDATE payments SET status = 'closed', paid_at = NULL WHERE id = ?", [paymentId]);
  return { attemptId, paymentId };
}

async function raise({ attemptId, paymentId }: { readonly attemptId: string; readonly paymentId: string }) {
  const evidence: MatchEvidence = {
    kind: "payment",
    out_no: attemptId,
    here: { state: "closed", amount: 500, fee: 0, channel_no: null, day: null, payment_id: paymentId },
    there: {
      line_no: 1,
      bill_id: "bil_1",
      amount: 500,
      fee: 3,
      channel_no: "4200000001",
      status: "succeeded",
      occurred_at: stage.now().toISOString(),
      out_trade_no: null,
    },
  };
  await inTransaction(stage.database, (transaction) =>
    insertDiscrepancy(transaction, {
      id: "dsc_late",
      type: "status_differs",
      state: "open",
      channelAccountId: "acc_1",
      paymentId,
      attemptId,
      refundId: "",
      runId: "run_1",
      day: "2026-03-01",
      amount: 500,
      evidence,
      traceId: "trace",
      foundAt: stage.now(),
    }),
  );
}

/** A worker whose channel says this of every order. */
function workerWith(value: OrderState) {
  const answer: Answer<OrderState> = { kind: "ok", value, call: call("query"), earlierCalls: [] };
  const closed = {
    kind: "ok",
    value: { state: "closed", moneyReturned: false },
    call: call("close"),
    earlierCalls: [],
  } as const;
  const channel = { query: () => Promise.resolve(answer), close: () => Promise.resolve(closed) };
  return stage.deps({ refund: noRefund, queryRefund: noRefund, ...channel });
}

function noRefund(): Promise<never> {
  return Promise.reject(new Error("no refund is made here"));
}

function call(operation: ChannelCall["operation"]): ChannelCall {
  const unheard = { httpStatus: 200, channelCode: null, channelRequestId: null };
  return { operation, ...unheard, durationMs: 1, startedAt: stage.now() };
}
