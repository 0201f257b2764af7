import {
  createAttempt,
  createPayment,
  createPaymentWriter,
  createRefund,
  recordFact,
  recordRefundFact,
} from "@compose-pay/application";
import type { Database, PaymentPlan } from "@compose-pay/database";

import type { Saying } from "./books-model.ts";
import { price } from "./world-model.ts";

/** The rows of one payment, and what the numbers of a story are called there. */
export interface Rows {
  readonly deps: { readonly database: Database; readonly clock: { now(): Date } };
  readonly paymentId: string;
  readonly ids: Map<string, string>;
}

const plan: PaymentPlan = {
  method: "mock",
  enabled: true,
  minAmount: 1,
  maxAmount: 100_000,
  dailyAmount: null,
  feeTerms: { rateBps: 60, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
  accounts: [{ id: "acc_ours", channel: "mock", minAmount: null, maxAmount: null }],
};

const common = { appId: "app_model", live: false, traceId: "trace" } as const;
const isCircuitOpen = () => false;
/** The stories name no URL. */
const urlGuard = { check: () => Promise.resolve({ kind: "allowed" } as const) };

export async function openRows(deps: Rows["deps"], orderNo: string): Promise<Rows> {
  const { database } = deps;
  const writer = createPaymentWriter({ database, mostWaiting: 64, mostInBatch: 8, mostBatchesAtOnce: 2 });
  const parameters = {
    order_no: orderNo,
    ...price,
    method: "mock",
    subject: "Tea",
    description: null,
    client_ip: null,
    payer: null,
    notify_url: null,
    return_url: null,
    expires_in: 1_800,
    metadata: {},
  } as const;
  const created = await createPayment(
    { ...deps, writer, isCircuitOpen, urlGuard },
    { ...common, plan, parameters },
  );
  if (created.kind !== "created") throw new Error(`the payment was ${created.kind}`);
  const { payment, attempt } = created.view;
  return { deps, paymentId: payment.id, ids: new Map([["att_1", attempt.id]]) };
}

/** Says to the database what was said to the books; false where it does not take it as they did. */
export async function say(rows: Rows, saying: Saying): Promise<boolean> {
  const { deps, paymentId, ids } = rows;
  const by = { paymentId, cause: "model", traceId: "trace" };
  const id = ids.get(saying.number);
  switch (saying.type) {
    case "attempt":
      return id !== undefined || addAttempt(rows, saying.number);
    case "refund":
      return addRefund(rows, saying);
    case "fact":
      if (id === undefined) return false;
      await recordFact(deps, {
        ...by,
        attemptId: id,
        // A channel gives each trade a number of its own.
        fact: saying.fact.type === "paid" ? { ...saying.fact, channelTradeNo: `4200_${id}` } : saying.fact,
        lateNeedsConfirmation: saying.confirmLate,
      });
      return true;
    case "refund_fact":
      if (id === undefined) return false;
      await recordRefundFact(deps, { ...by, refundId: id, fact: saying.fact });
      return true;
  }
}

async function addAttempt({ deps, paymentId, ids }: Rows, number: string): Promise<boolean> {
  // Another address, or it would be the same try again.
  const parameters = { method: "mock", payer: null, client_ip: `203.0.113.${ids.size}` } as const;
  const created = await createAttempt({ ...deps, isCircuitOpen }, { ...common, paymentId, plan, parameters });
  if (created.kind === "created") ids.set(number, created.view.attempt.id);
  return created.kind === "created";
}

async function addRefund(
  { deps, paymentId, ids }: Rows,
  { number, amount, isRefused }: Extract<Saying, { readonly type: "refund" }>,
): Promise<boolean> {
  const parameters = {
    payment_id: paymentId,
    order_no: null,
    refund_no: `${paymentId} ${number}`,
    amount,
    reason: null,
    notify_url: null,
    metadata: {},
  };
  const created = await createRefund({ ...deps, urlGuard }, { ...common, parameters });
  if (created.kind === "created") ids.set(number, created.view.refund.id);
  return (created.kind === "created") !== isRefused;
}
