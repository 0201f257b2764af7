import type { PaymentDetailView } from "@compose-pay/contracts";

/** When the last refund of this amount, in fen, was made or asked for; null when there is none. */
export function lastOfAmount(
  shown: Pick<PaymentDetailView, "refunds" | "refund_requests">,
  amount: number,
): string | null {
  const made = shown.refunds.filter((one) => one.amount === amount).map((one) => one.created_at);
  const asked = shown.refund_requests.filter((one) => one.amount === amount).map((one) => one.requested_at);
  return [...made, ...asked].toSorted().at(-1) ?? null;
}
