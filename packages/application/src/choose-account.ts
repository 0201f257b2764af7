import type { PaymentPlan, PlannedAccount } from "@compose-pay/database";

export type Choice =
  | { readonly kind: "account"; readonly account: PlannedAccount; readonly plan: PaymentPlan }
  | PlanRefusal
  | { readonly kind: "unavailable" };

/** What an app may not do. `detail` begins with `amount` where the amount is at fault. */
export interface PlanRefusal {
  readonly kind: "refused";
  readonly code: "method_not_enabled" | "amount_out_of_range";
  readonly detail: string;
}

/**
 * Which account takes a payment: the first by priority whose window holds the amount and whose circuit is
 * not open.
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
    const detail = "the app has no enabled contract and route for this method";
    return { kind: "refused", code: "method_not_enabled", detail };
  }
  if (amount < plan.minAmount || amount > plan.maxAmount) {
    return outOfRange(`amount must be from ${plan.minAmount} to ${plan.maxAmount} fen for this method`);
  }
  const taking = plan.accounts.filter((account) => holds(account, amount));
  if (taking.length === 0) return outOfRange("amount is one that no account of this method takes");
  const account = taking.find(({ id }) => !isCircuitOpen(id));
  return account === undefined ? { kind: "unavailable" } : { kind: "account", account, plan };
}

/** The day's amount would be exceeded. Less may still be taken. */
export function dailyAmountExceeded(plan: PaymentPlan): PlanRefusal {
  return outOfRange(
    `amount exceeds what is left today of ${plan.dailyAmount ?? 0} fen a day for this method`,
  );
}

function outOfRange(detail: string): PlanRefusal {
  return { kind: "refused", code: "amount_out_of_range", detail };
}

function holds({ minAmount, maxAmount }: PlannedAccount, amount: number): boolean {
  return amount >= (minAmount ?? amount) && amount <= (maxAmount ?? amount);
}
