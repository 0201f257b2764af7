import type { CreateRefund } from "@compose-pay/contracts";
import { findRefund, type PaymentView, type RefundView } from "@compose-pay/database";
import type { AttemptFact, RefundFact } from "@compose-pay/domain";
import { createRefund, type RefundCreation } from "../src/create-refund.ts";
import { recordFact } from "../src/record-facts.ts";
import { recordRefundFact, type RefundRecorded } from "../src/record-refund-fact.ts";
import { askFor, reread, testWriter, urlGuard } from "./payment-fixture.ts";
import type { SetUpFixture } from "./set-up-fixture.ts";

const paidAt = new Date("2026-03-01T08:01:00.000Z");

/** @param of the attempt's id; a channel gives each its own number */
export function paid(amount: number, of: string): AttemptFact {
  return { type: "paid", money: { amount, currency: "CNY" }, channelTradeNo: `42${of}`, paidAt };
}

/** A stored payment of 500 that was paid. */
export async function paidPayment(
  fixture: SetUpFixture,
  orderNo: string,
  amount = 500,
): Promise<PaymentView> {
  const creation = await askFor(fixture, testWriter(fixture), { orderNo, amount });
  if (creation.kind !== "created") throw new Error(`the payment was ${creation.kind}`);
  const { payment, attempt } = creation.view;
  const recorded = {
    paymentId: payment.id,
    attemptId: attempt.id,
    fact: paid(amount, attempt.id),
    cause: "query",
  };
  await recordFact(fixture.deps, { ...recorded, traceId: "trace" });
  return reread(fixture, orderNo);
}

/** Asks for a refund the way ingress does. */
export function askForRefund(
  { deps }: SetUpFixture,
  parameters: Partial<CreateRefund> & Pick<CreateRefund, "refund_no">,
  caller: { readonly appId?: string; readonly live?: boolean } = {},
): Promise<RefundCreation> {
  return createRefund(
    { ...deps, urlGuard },
    {
      appId: caller.appId ?? "app_test",
      live: caller.live ?? false,
      traceId: "trace",
      parameters: {
        payment_id: null,
        order_no: null,
        amount: null,
        reason: null,
        notify_url: null,
        metadata: {},
        ...parameters,
      },
    },
  );
}

/** A stored refund that is `created`. */
export async function storedRefund(
  fixture: SetUpFixture,
  parameters: Parameters<typeof askForRefund>[1],
): Promise<RefundView> {
  const creation = await askForRefund(fixture, parameters);
  if (creation.kind !== "created") throw new Error(`the refund was ${creation.kind}`);
  return creation.view;
}

export async function rereadRefund({ deps }: SetUpFixture, refundId: string): Promise<RefundView> {
  const view = await findRefund(deps.database.connection, refundId);
  if (view === null) throw new Error(`there is no refund ${refundId}`);
  return view;
}

export function recordOf(
  { deps }: SetUpFixture,
  { refund }: Pick<RefundView, "refund">,
  fact: RefundFact,
): Promise<RefundRecorded> {
  const { id: refundId, paymentId } = refund;
  return recordRefundFact(deps, { paymentId, refundId, fact, cause: "refund", traceId: "trace" });
}
