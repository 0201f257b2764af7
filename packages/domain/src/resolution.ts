import type { BillLineStatus } from "./bill-line.ts";
import type { DiscrepancyType, Resolution } from "./discrepancy.ts";
import { type ResolutionRefusal, resolutionRuleOf } from "./resolution-table.ts";

/** What is known of a discrepancy: what the channel said then, and what stands here now. Amounts are in fen. */
export interface DiscrepancyFacts {
  readonly type: DiscrepancyType;
  /** What it is about; `account`: no single payment or refund. */
  readonly subject: "payment" | "refund" | "account";
  /** The attempt or refund of ours; `ended`: closed or failed. `absent`: we have none under that number and account. */
  readonly here: SubjectStanding;
  /** What the bill says; `absent`: it has no line. `unknown`: it came from no bill. */
  readonly there: BillLineStatus | "absent" | "unknown";
  /** How much it is about; null where that is not known. */
  readonly amount: number | null;
  /** The money that the channel holds for us under its attempt; null where it holds none that we know of. */
  readonly money: HeldMoney | null;
  /** The channel's fee of it; null without a line. */
  readonly channelFee: number | null;
}

export type SubjectStanding = "absent" | "open" | "succeeded" | "ended";

/**
 * `left`: what of the payment can still be refunded. `second`: money of a second attempt, which is no part of the
 * balance; `refund` is where the refund stands that the product makes of it by itself.
 */
export type HeldMoney =
  | { readonly kind: "balance"; readonly amount: number; readonly left: number }
  | {
      readonly kind: "second";
      readonly amount: number;
      readonly refund: "absent" | "open" | "abnormal" | "succeeded" | "failed";
    };

/** What a resolution does. Everything but a refund leaves money where it is. */
export type ResolutionEffect =
  | { readonly type: "ask_about_payment" | "ask_about_refund" }
  | { readonly type: "set_fee"; readonly fee: number }
  | { readonly type: "refund_balance" | "refund_second_payment"; readonly amount: number };

/** Without effects it is written down and nothing else changes. */
export type ResolutionDecision =
  | {
      readonly kind: "allowed";
      readonly effects: readonly ResolutionEffect[];
      /** A second person must agree. */
      readonly needsApproval: boolean;
    }
  | { readonly kind: "refused"; readonly reason: ResolutionRefusal };

/**
 * What becomes of a discrepancy when a person decides so. States of payments and refunds are never among the effects:
 * the channel is asked, and the life cycle decides.
 *
 * @param approvalFromFen from this amount on, and where none is known, a second person must agree
 */
export function decideResolution(
  facts: DiscrepancyFacts,
  resolution: Resolution,
  approvalFromFen: number,
): ResolutionDecision {
  const rule = resolutionRuleOf(facts.type, resolution);
  const allow = (effects: readonly ResolutionEffect[]) => allowed(facts, effects, approvalFromFen);
  switch (rule.rule) {
    case "refuse":
      return { kind: "refused", reason: rule.reason };
    case "record":
      return allow([]);
    case "ask":
      return allow(questions(facts));
    case "take_fee":
      if (facts.here !== "succeeded" || facts.channelFee === null) return refused("nothing_of_ours");
      return allow([{ type: "set_fee", fee: facts.channelFee }]);
    case "give_back": {
      const effect = refundOf(facts);
      return typeof effect === "string" ? refused(effect) : allow([effect]);
    }
  }
}

/**
 * Whether the channel may know more of it than we do, so that to ask it can change what stands here. Of a payment that
 * has succeeded it is asked whether it still has the money; a refund that it made does not end again.
 */
export function isChannelAhead({ subject, here, there }: DiscrepancyFacts): boolean {
  switch (subject) {
    case "account":
      return false;
    case "payment":
      if (here === "open" || here === "ended") return there !== "revoked" || here === "open";
      return here === "succeeded" && (there === "absent" || there === "revoked");
    case "refund":
      return here === "open" || (here === "ended" && (there === "succeeded" || there === "unknown"));
  }
}

function questions(facts: DiscrepancyFacts): readonly ResolutionEffect[] {
  if (!isChannelAhead(facts)) return [];
  return [{ type: facts.subject === "refund" ? "ask_about_refund" : "ask_about_payment" }];
}

function refundOf({ type, subject, here, there, money }: DiscrepancyFacts) {
  // The money of a second payment is found by its refund, which did not come about.
  if (subject !== "payment" && type !== "paid_twice") return "no_money_to_return";
  if (there === "revoked") return "money_not_there";
  if (money === null) return here === "absent" ? "nothing_of_ours" : "not_succeeded";
  const { amount } = money;
  if (money.kind === "balance") {
    return money.left < amount ? "exceeds_balance" : ({ type: "refund_balance", amount } as const);
  }
  switch (money.refund) {
    case "absent":
    case "failed":
      return { type: "refund_second_payment", amount } as const;
    case "open":
      return "refund_under_way";
    case "abnormal":
      return "refund_abnormal";
    case "succeeded":
      return "already_returned";
  }
}

/** What a refund moves counts too, however small the difference was that led to it. */
function allowed(
  { amount }: DiscrepancyFacts,
  effects: readonly ResolutionEffect[],
  approvalFromFen: number,
): ResolutionDecision {
  const moved = effects.map((effect) => ("amount" in effect ? effect.amount : 0));
  const needsApproval = amount === null || Math.max(amount, ...moved) >= approvalFromFen;
  return { kind: "allowed", effects, needsApproval };
}

function refused(reason: ResolutionRefusal): ResolutionDecision {
  return { kind: "refused", reason };
}
