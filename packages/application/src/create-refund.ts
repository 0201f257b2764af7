import { type CreateRefund, refundFingerprintOf } from "@compose-pay/contracts";
import {
  type Connection,
  type Database,
  findPayment,
  findPaymentByOrderNo,
  feeReturnedBefore,
  findRefundByNo,
  inTransaction,
  insertOutbox,
  insertRefunds,
  isDuplicate,
  lockPayment,
  type OutboxRow,
  type PaymentRow,
  type PaymentWithAttempts,
  type RefundView,
  reserveBalance,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import type { UrlGuard, UrlRefusal } from "@compose-pay/webhooks";
import { makeRefundMessage } from "./automatic-refund.ts";
import { newRefund } from "./new-refund.ts";
import { sha256Of } from "./sha256-of.ts";

export interface RefundRequest {
  readonly appId: string;
  readonly live: boolean;
  readonly parameters: CreateRefund;
  readonly traceId: string;
}

/** `created`: stored, and its message waits to be dispatched. `replayed`: the same request was here before. */
export type RefundCreation =
  | { readonly kind: "created"; readonly view: RefundView; readonly message: OutboxRow }
  | { readonly kind: "replayed"; readonly view: RefundView }
  | { readonly kind: "conflict" }
  /** Its `notify_url` must not be called. */
  | { readonly kind: "url_refused"; readonly refusal: UrlRefusal }
  | { readonly kind: "payment_unknown" }
  | { readonly kind: "payment_not_succeeded" }
  /** `left`: what could still be refunded, in fen. */
  | { readonly kind: "exceeds_balance"; readonly left: number };

/** What becomes of a refund once it is known what is asked for. */
type StoredRefund = Extract<
  RefundCreation,
  { readonly kind: "created" | "payment_not_succeeded" | "exceeds_balance" }
>;

/**
 * Stores a refund, once for each (app, refund_no), and reserves its part of the payment's balance before any
 * channel is called. A repetition is answered with what is there even when nothing would be left for it now.
 */
export async function createRefund(
  deps: {
    readonly database: Database;
    readonly clock: Clock;
    readonly urlGuard: Pick<UrlGuard, "check">;
  },
  request: RefundRequest,
): Promise<RefundCreation> {
  const payment = await findNamed(deps.database, request);
  if (payment === null) return { kind: "payment_unknown" };
  const parametersSha256 = sha256Of(refundFingerprintOf(request.parameters, payment.id));
  const known = await findKnown(deps.database, request, parametersSha256);
  if (known !== null) return known;
  const { live, parameters } = request;
  const url =
    parameters.notify_url === null ? null : await deps.urlGuard.check(parameters.notify_url, { live });
  if (url?.kind === "refused") return { kind: "url_refused", refusal: url.refusal };
  try {
    const created = await store(deps, request, { paymentId: payment.id, parametersSha256 });
    if (created.kind === "created") return created;
    // The same request may have taken the balance in between: then it is a repetition and not too much.
    return (await findKnown(deps.database, request, parametersSha256)) ?? created;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const first = await findKnown(deps.database, request, parametersSha256);
    if (first === null) throw error;
    return first;
  }
}

/** The payment that the request names, if the key may see it. */
async function findNamed(
  { connection }: Database,
  { appId, live, parameters }: RefundRequest,
): Promise<PaymentRow | null> {
  const { payment_id: paymentId, order_no: orderNo } = parameters;
  const byOrderNo = orderNo === null ? null : await findPaymentByOrderNo(connection, appId, orderNo);
  const view = paymentId === null ? byOrderNo : await findPayment(connection, appId, paymentId);
  return view?.payment.live === live ? view.payment : null;
}

async function findKnown(
  { connection }: Database,
  { appId, live, parameters }: RefundRequest,
  parametersSha256: string,
): Promise<RefundCreation | null> {
  const view = await findRefundByNo(connection, appId, parameters.refund_no);
  if (view === null) return null;
  const isSame = view.refund.live === live && view.refund.parametersSha256 === parametersSha256;
  return isSame ? { kind: "replayed", view } : { kind: "conflict" };
}

async function store(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { parameters, traceId }: RefundRequest,
  of: { readonly paymentId: string; readonly parametersSha256: string },
): Promise<RefundCreation> {
  return inTransaction(database, (transaction) =>
    createRefundIn(transaction, { ...of, parameters, traceId, at: clock.now() }),
  );
}

/** The same within a transaction that has begun, for whoever has checked what is asked for. Nothing is written unless it is created. */
export async function createRefundIn(
  transaction: Connection,
  of: {
    readonly paymentId: string;
    readonly parameters: CreateRefund;
    readonly parametersSha256: string;
    readonly traceId: string;
    readonly at: Date;
  },
): Promise<StoredRefund> {
  const { paymentId, parameters, parametersSha256, traceId, at } = of;
  const locked = await lockPayment(transaction, paymentId);
  const attempt = locked === null ? undefined : paidAttempt(locked);
  if (locked === null || attempt === undefined) return { kind: "payment_not_succeeded" };
  const { payment } = locked;
  const left = payment.amount - payment.amountRefunded;
  const amount = parameters.amount ?? left;
  const isReserved = amount > 0 && (await reserveBalance(transaction, paymentId, amount));
  if (!isReserved) return { kind: "exceeds_balance", left };
  const refund = newRefund({
    payment,
    attempt,
    amount,
    feeReturnedBefore: await feeReturnedBefore(transaction, paymentId),
    at,
    traceId,
    asked: { kind: "merchant", parameters, parametersSha256 },
  });
  const message = makeRefundMessage(refund, traceId, at);
  await insertRefunds(transaction, [refund]);
  await insertOutbox(transaction, [message]);
  const reserved = { ...payment, amountRefunded: payment.amountRefunded + amount };
  return { kind: "created", view: { refund, payment: reserved, attempt }, message };
}

/** The attempt that holds the payment's money; a second one is refunded by the product itself. */
function paidAttempt({ payment, attempts }: PaymentWithAttempts) {
  if (payment.status !== "succeeded") return undefined;
  const paid = attempts.filter(({ state }) => state === "succeeded");
  return paid.find(({ id }) => id === payment.currentAttemptId) ?? paid[0];
}
