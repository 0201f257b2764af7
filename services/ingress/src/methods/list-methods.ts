import type { MethodOffer } from "@compose-pay/contracts";
import type { PaymentPlan } from "@compose-pay/database";
import { channelOf } from "@compose-pay/domain";
import { json } from "@compose-pay/http";
import type { Circuits } from "../circuits.ts";
import type { Verb } from "../merchant-call.ts";
import type { PaymentPlans } from "../payment-plans.ts";

/** `GET /v1/methods`: what the app has a contract and an account for, on one page. */
export function listMethodsVerb(deps: { readonly plans: PaymentPlans; readonly circuits: Circuits }): Verb {
  return async ({ caller }) => {
    const plans = await deps.plans.of(caller.appId, caller.live);
    const usable = plans.filter(({ enabled, accounts }) => enabled && accounts.length > 0);
    const data = usable.map((plan) => offerOf(plan, deps.circuits));
    return json(200, { object: "list", data, has_more: false, next_cursor: null });
  };
}

function offerOf(plan: PaymentPlan, circuits: Circuits): MethodOffer {
  return {
    object: "method",
    method: plan.method,
    channel: channelOf(plan.method),
    available: plan.accounts.some(({ id }) => circuits.isAvailable(id)),
    limits: limitsOf(plan),
    fee_rate: plan.feeTerms.rateBps,
  };
}

/** What the contract allows and some account takes. */
function limitsOf({ minAmount, maxAmount, accounts }: PaymentPlan): MethodOffer["limits"] {
  const least = Math.min(...accounts.map((account) => account.minAmount ?? minAmount));
  const most = Math.max(...accounts.map((account) => account.maxAmount ?? maxAmount));
  return {
    currency: "CNY",
    min_amount: Math.max(minAmount, least),
    max_amount: Math.min(maxAmount, most),
  };
}
