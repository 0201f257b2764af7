import type { PaymentPlan, PlannedAccount } from "@compose-pay/database";

export type Choice =
  | { readonly kind: "account"; readonly account: PlannedAccount }
  | {
      readonly kind: "refused";
      readonly code: "method_not_enabled" | "amount_out_of_range";
      readonly detail: string;
    }
  | { readonly kind: "unavailable" };

/**
 * Which account takes a payment: the first by priority whose circuit is not open.
 *
 * @param plan what the app may do with the method; null when it has no contract for it
 * @param amount in fen
 */
export function chooseAccount(
  plan: PaymentPlan | null,
  amount: number,
  isCircuitOpen: (accountId: string) => boolean,
): Choice {
  if (plan === null || !plan.enabled || plan.accounts.length === 0) {
    return {
      kind: "refused",
      code: "method_not_enabled",
      detail: "the app has no enabled contract and route for this method",
    };
  }
  if (amount < plan.minAmount || amount > plan.maxAmount) {
    const detail = `amount must be from ${plan.minAmount} to ${plan.maxAmount} fen for this method`;
    return { kind: "refused", code: "amount_out_of_range", detail };
  }
  const account = plan.accounts.find(({ id }) => !isCircuitOpen(id));
  return account === undefined ? { kind: "unavailable" } : { kind: "account", account };
}
