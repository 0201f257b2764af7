import {
  type Connection,
  type Database,
  findEqualRefund,
  findRefundRequest,
  insertRefundRequest,
  inTransaction,
  isDuplicate,
  lockPayment,
  type OutboxRow,
  type PaymentRow,
  type RefundRequestRow,
  type RefundRow,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { createRefundIn } from "../create-refund.ts";
import { findMadeRefund, type RequestedRefund, refundOfRequest } from "./refund-of-request.ts";

export interface RefundRequestDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** From this sum of a payment's refunds on, in fen, a second person must agree; 0 is always. */
  readonly approvalFromFen: number;
}

export interface RefundWish {
  /** `rrq_…`, made by whoever asks: the same one again is the same refund. */
  readonly id: string;
  readonly paymentId: string;
  /** In fen. */
  readonly amount: number;
  readonly reason: string;
  readonly operatorId: string;
  /** It is known that there is one of this amount of just now, and another is wanted. */
  readonly isAnother: boolean;
  readonly traceId: string;
}

/** So long one of the same amount is taken for the same, made by somebody whose answer got lost. */
const sameWithinMs = 600_000;

/** `created`: there is a refund, made now or before; `messages` of a new one wait to be dispatched. */
export type RefundRequested =
  | { readonly kind: "created"; readonly refund: RefundRow; readonly messages: readonly OutboxRow[] }
  /** For a second person. */
  | { readonly kind: "waiting"; readonly request: RefundRequestRow }
  /** It was asked for before, and was rejected or withdrawn. */
  | { readonly kind: "ended"; readonly request: RefundRequestRow }
  /** The id was used for another refund. */
  | { readonly kind: "conflict" }
  /** There is one of this amount by another number, of just now: it may be the same, tried again. */
  | { readonly kind: "repeated"; readonly at: Date }
  | { readonly kind: "payment_unknown" }
  | { readonly kind: "payment_not_succeeded" }
  /** `left`: what could still be refunded, in fen. */
  | { readonly kind: "exceeds_balance"; readonly left: number };

/**
 * An operator asks for a refund. It is made at once, or waits for a second person when the refunds of its payment
 * come to the limit with it: what is cut into small ones needs that person all the same.
 */
export async function requestRefund(deps: RefundRequestDeps, wish: RefundWish): Promise<RefundRequested> {
  try {
    return await inTransaction(deps.database, (transaction) => requestIn(transaction, deps, wish));
  } catch (error) {
    // The payment is locked, so that only one of another payment can have taken the id meanwhile.
    if (isDuplicate(error)) return { kind: "conflict" };
    throw error;
  }
}

async function requestIn(
  transaction: Connection,
  deps: RefundRequestDeps,
  wish: RefundWish,
): Promise<RefundRequested> {
  const locked = await lockPayment(transaction, wish.paymentId);
  if (locked === null) return { kind: "payment_unknown" };
  const { payment } = locked;
  const asked = refundOfRequest(wish);
  const known = await findKnown(transaction, payment, { wish, asked });
  if (known !== null) return known;
  if (payment.status !== "succeeded") return { kind: "payment_not_succeeded" };
  const left = payment.amount - payment.amountRefunded;
  if (wish.amount > left) return { kind: "exceeds_balance", left };
  const at = deps.clock.now();
  const since = new Date(at.getTime() - sameWithinMs);
  const { paymentId, amount } = wish;
  const equal = await findEqualRefund(transaction, { paymentId, amount, since });
  if (equal !== null && !wish.isAnother) return { kind: "repeated", at: equal };
  if (payment.amountRefunded + wish.amount >= deps.approvalFromFen) {
    const request = newRequest(payment, wish, at);
    await insertRefundRequest(transaction, request);
    return { kind: "waiting", request };
  }
  const { traceId } = wish;
  const created = await createRefundIn(transaction, { paymentId: payment.id, ...asked, traceId, at });
  if (created.kind !== "created") return created;
  return { kind: "created", refund: created.view.refund, messages: [created.message] };
}

/** What became of the same request before; null when there was none. */
async function findKnown(
  transaction: Connection,
  payment: PaymentRow,
  { wish, asked }: { readonly wish: RefundWish; readonly asked: RequestedRefund },
): Promise<RefundRequested | null> {
  const made = await findMadeRefund(transaction, payment.appId, asked);
  if (made === "other") return { kind: "conflict" };
  if (made !== "none") return { kind: "created", refund: made, messages: [] };
  const request = await findRefundRequest(transaction, wish.id);
  if (request === null) return null;
  if (!isSame(request, wish)) return { kind: "conflict" };
  const goesOn = request.state === "waiting" || request.state === "approved";
  return { kind: goesOn ? "waiting" : "ended", request };
}

function isSame(request: RefundRequestRow, wish: RefundWish): boolean {
  return (
    request.kind === "refund" &&
    request.paymentId === wish.paymentId &&
    request.amount === wish.amount &&
    request.reason === wish.reason &&
    request.requestedBy === wish.operatorId
  );
}

function newRequest(payment: PaymentRow, wish: RefundWish, at: Date): RefundRequestRow {
  return {
    id: wish.id,
    kind: "refund",
    paymentId: payment.id,
    appId: payment.appId,
    amount: wish.amount,
    reason: wish.reason,
    state: "waiting",
    requestedBy: wish.operatorId,
    requestedAt: at,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    refundId: null,
    ...noDestination,
  };
}

/** It goes back to where it came from. */
const noDestination = {
  bankType: null,
  cardEndsIn: null,
  payoutKey: null,
  payoutDigest: null,
  failedTries: 0,
} as const;
