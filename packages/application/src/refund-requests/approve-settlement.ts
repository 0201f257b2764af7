import {
  type Connection,
  decideRefundRequest,
  findRefund,
  findRefundRequest,
  inTransaction,
  lockPayment,
  lockRefundRequest,
  type RefundRequestRow,
  updateRefundRequest,
} from "@compose-pay/database";
import type { SecretBox } from "@compose-pay/runtime";
import { stillMay } from "../operators/still-may.ts";
import { type RefundSettlement, type SettleDeps, settleRefund, waitsForPayout } from "../settle-refund.ts";
import { type ClaimedSettlement, concludeSettlement } from "./conclude-settlement.ts";
import { lapsed } from "./lapsed.ts";
import { type CardPayout, isRequestedPayout } from "./payout-digest.ts";

export interface ApproveSettlementDeps extends SettleDeps {
  readonly secretBox: SecretBox;
}

export type SettlementApproval =
  /** The channel was called by this agreement; `request` as it is after it. */
  | {
      readonly kind: "called";
      readonly request: RefundRequestRow;
      readonly settlement: RefundSettlement;
    }
  | SettlementHindrance;

/** The channel was not called by this agreement. */
type SettlementHindrance =
  /** Who has asked for it cannot agree to it. */
  | { readonly kind: "same_person" }
  /** It does not wait any more: somebody was faster, or it has lapsed, perhaps just now. */
  | { readonly kind: "already_decided"; readonly request: RefundRequestRow }
  /** Who has asked can sign in no more, or may settle no refund any more. */
  | { readonly kind: "requester_disabled" }
  /** What was entered is not what was asked for. With `left` at 0 the request has lapsed by it. */
  | { readonly kind: "destination_differs"; readonly left: number }
  | { readonly kind: "request_unknown" };

/** How often another destination may be entered for one request, by all who may agree together. */
export const mostFailedTries = 5;

/**
 * A second person enters the destination once more. Only when it is the one that was asked for does the request become
 * theirs, in a transaction of its own, and only whose it has become calls the channel: so it is called once. A process
 * that dies in between leaves a request that is decided and a refund that is still abnormal, and it is asked for anew.
 */
export async function approveSettlement(
  deps: ApproveSettlementDeps,
  by: {
    readonly id: string;
    readonly operatorId: string;
    readonly payout: CardPayout;
    readonly traceId: string;
  },
): Promise<SettlementApproval> {
  const found = await findRefundRequest(deps.database.connection, by.id);
  if (found === null || found.kind !== "settle" || found.refundId === null)
    return { kind: "request_unknown" };
  if (found.requestedBy === by.operatorId) return { kind: "same_person" };
  const { paymentId, refundId } = found;
  const claim = await inTransaction(deps.database, (transaction) =>
    claimIn(transaction, deps, { ...by, paymentId, refundId }),
  );
  if (claim.kind !== "claimed") return claim;
  const { payout, traceId } = by;
  const settlement = await settleRefund(deps, { refundId, payout, traceId });
  return { kind: "called", settlement, request: await concludeSettlement(deps, claim, settlement) };
}

interface Claiming {
  readonly id: string;
  readonly paymentId: string;
  readonly refundId: string;
  readonly operatorId: string;
  readonly payout: CardPayout;
}

type Claim = ({ readonly kind: "claimed" } & ClaimedSettlement) | SettlementHindrance;

async function claimIn(
  transaction: Connection,
  { secretBox, clock }: ApproveSettlementDeps,
  { id, paymentId, refundId, operatorId, payout }: Claiming,
): Promise<Claim> {
  await lockPayment(transaction, paymentId);
  const request = await lockRefundRequest(transaction, id);
  if (request === null) return { kind: "request_unknown" };
  if (request.state !== "waiting") return { kind: "already_decided", request };
  const at = clock.now();
  const view = await findRefund(transaction, refundId);
  if (view === null || !waitsForPayout(view)) {
    const decision = lapsed("refund_not_abnormal", at);
    await decideRefundRequest(transaction, id, decision);
    return { kind: "already_decided", request: { ...request, ...decision } };
  }
  const mayStillAsk = await stillMay(transaction, request.requestedBy, "refunds.settle");
  if (!mayStillAsk) return { kind: "requester_disabled" };
  if (!isRequestedPayout(secretBox, request, payout)) return countFailure(transaction, request, at);
  const decision = { state: "approved", decidedBy: operatorId, decidedAt: at, decisionReason: null } as const;
  await decideRefundRequest(transaction, id, decision);
  return { kind: "claimed", waiting: request, request: { ...request, ...decision } };
}

async function countFailure(
  transaction: Connection,
  request: RefundRequestRow,
  at: Date,
): Promise<SettlementHindrance> {
  const failedTries = request.failedTries + 1;
  await updateRefundRequest(transaction, request, { failedTries });
  const left = mostFailedTries - failedTries;
  if (left <= 0) await decideRefundRequest(transaction, request.id, lapsed("destination_differs", at));
  return { kind: "destination_differs", left: Math.max(left, 0) };
}
