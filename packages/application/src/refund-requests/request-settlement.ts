import {
  type Connection,
  findRefund,
  findWaitingSettle,
  insertRefundRequest,
  inTransaction,
  lockPayment,
  type RefundRequestRow,
  type RefundView,
} from "@compose-pay/database";
import type { newId, SecretBox } from "@compose-pay/runtime";
import {
  type RefundSettlement,
  type SettleDeps,
  settleRefund,
  type Settling,
  waitsForPayout,
} from "../settle-refund.ts";
import { type CardPayout, digestPayout, isRequestedPayout } from "./payout-digest.ts";

export interface SettleRequestDeps extends SettleDeps {
  readonly secretBox: SecretBox;
  readonly newId: typeof newId;
  /** From this sum of a payment's refunds on, in fen, a second person must agree to a card; 0 is always. */
  readonly approvalFromFen: number;
}

export type SettlementRequested =
  /** No second person was needed: what came of it. */
  | RefundSettlement
  /** For a second person, who enters the card once more. */
  | { readonly kind: "waiting"; readonly request: RefundRequestRow }
  /** Another one waits for the same money: of somebody else, or with another card. */
  | { readonly kind: "another_waits"; readonly request: RefundRequestRow };

/**
 * An operator says where the money of an abnormal refund goes. To the merchant's own account it goes at once; to a card
 * it waits for a second person when the refunds of its payment come to the limit, because nothing here can tell whose
 * card it is.
 */
export async function requestSettlement(
  deps: SettleRequestDeps,
  wish: Settling & { readonly operatorId: string },
): Promise<SettlementRequested> {
  const { payout, refundId, operatorId } = wish;
  const view = await findRefund(deps.database.connection, refundId);
  if (view === null) return { kind: "refund_unknown" };
  if (payout.to === "merchant" || !needsSecondPerson(view, deps.approvalFromFen))
    return settleRefund(deps, wish);
  const asking = { view, payout, operatorId };
  return inTransaction(deps.database, (transaction) => requestIn(transaction, deps, asking));
}

/** The refund of a second payment is beside the balance, so that the sum may be less than it. */
export function needsSecondPerson(
  { refund, payment }: Pick<RefundView, "refund" | "payment">,
  approvalFromFen: number,
): boolean {
  return Math.max(payment.amountRefunded, refund.amount) >= approvalFromFen;
}

interface Asking {
  readonly view: RefundView;
  readonly payout: CardPayout;
  readonly operatorId: string;
}

async function requestIn(
  transaction: Connection,
  deps: SettleRequestDeps,
  { view: { refund }, payout, operatorId }: Asking,
): Promise<SettlementRequested> {
  await lockPayment(transaction, refund.paymentId);
  const view = await findRefund(transaction, refund.id);
  if (view === null) return { kind: "refund_unknown" };
  if (!waitsForPayout(view)) return { kind: "not_abnormal", view };
  const known = await findWaitingSettle(transaction, refund.id);
  if (known !== null) {
    const isSame = known.requestedBy === operatorId && isRequestedPayout(deps.secretBox, known, payout);
    return { kind: isSame ? "waiting" : "another_waits", request: known };
  }
  const request = newSettleRequest(deps, { view, payout, operatorId });
  await insertRefundRequest(transaction, request);
  return { kind: "waiting", request };
}

function newSettleRequest(
  { secretBox, newId, clock }: SettleRequestDeps,
  { view: { refund }, payout, operatorId }: Asking,
): RefundRequestRow {
  const requested = { id: newId("rrq"), refundId: refund.id };
  return {
    ...requested,
    ...digestPayout(secretBox, requested, payout),
    kind: "settle",
    paymentId: refund.paymentId,
    appId: refund.appId,
    amount: refund.amount,
    reason: refund.reason ?? "",
    state: "waiting",
    requestedBy: operatorId,
    requestedAt: clock.now(),
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    bankType: payout.bankType,
    cardEndsIn: payout.bankAccount.slice(-4),
    failedTries: 0,
  };
}
