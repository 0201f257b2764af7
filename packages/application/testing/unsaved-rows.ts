import type { AttemptRow, PaymentRow, RefundRow } from "@compose-pay/database";
import { newAttempt } from "../src/new-attempt.ts";
import { newRefund } from "../src/new-refund.ts";
import { plan } from "./payment-fixture.ts";

const at = new Date("2026-03-01T07:00:00.000Z");
const expiresAt = new Date("2026-03-01T07:30:00.000Z");
const [account] = plan.accounts;

/** A payment of 10 000 fen whose only attempt was sent; no row of any database. */
export function unsavedPayment(): { readonly payment: PaymentRow; readonly attempt: AttemptRow } {
  if (account === undefined) throw new Error("the plan has an account");
  const paymentId = "pay_1";
  const money = { amount: 10_000, currency: "CNY" } as const;
  const wish = { appId: "app_test", paymentId, method: "mock", money, payer: null, clientIp: null } as const;
  const made = newAttempt({ ...wish, plan, account, traceId: "trace", at, expiresAt }).attempt;
  const attempt: AttemptRow = { ...made, state: "submitted" };
  const payment: PaymentRow = {
    ...money,
    id: paymentId,
    appId: "app_test",
    orderNo: "A1",
    parametersSha256: "0".repeat(64),
    amountRefunded: 0,
    fee: attempt.fee,
    status: "processing",
    method: "mock",
    subject: "Tea",
    description: null,
    clientIp: null,
    payer: null,
    notifyUrl: null,
    returnUrl: null,
    metadata: {},
    live: false,
    currentAttemptId: attempt.id,
    eventSequence: 0,
    traceId: "trace",
    createdAt: at,
    expiresAt,
    paidAt: null,
    closedAt: null,
  };
  return { payment, attempt };
}

/** The product's own refund of all that the attempt took. */
export function unsavedRefund(view: ReturnType<typeof unsavedPayment>): RefundRow {
  const asked = { kind: "duplicate" } as const;
  const { amount } = view.attempt;
  return newRefund({ ...view, amount, feeReturnedBefore: 0, asked, at, traceId: "trace" });
}
