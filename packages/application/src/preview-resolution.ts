import { type Database, type DiscrepancyRow, findDiscrepancy } from "@compose-pay/database";
import {
  decideResolution,
  type Resolution,
  type ResolutionDecision,
  type ResolutionEffect,
} from "@compose-pay/domain";
import { adviceFor } from "./advice-words.ts";
import { nameOf } from "./ask-subject.ts";
import { discrepancyFacts } from "./discrepancy-facts.ts";
import { type DiscrepancySubject, findSubject, matchEvidenceOf } from "./discrepancy-subject.ts";
import { refusalWords } from "./refusal-words.ts";

/** What a resolution would do as things stand now; nothing is changed. */
export interface ResolutionPreview {
  readonly kind: "preview";
  readonly row: DiscrepancyRow;
  readonly decision: ResolutionDecision;
  /** For people: what it does, or why it is refused. */
  readonly does: string;
  /** For people: what is left to them outside this product; null for nothing. */
  readonly leaves: string | null;
}

export async function previewResolution(
  { database, approvalFromFen }: { readonly database: Database; readonly approvalFromFen: number },
  { id, resolution }: { readonly id: string; readonly resolution: Resolution },
): Promise<ResolutionPreview | { readonly kind: "discrepancy_unknown" }> {
  const { connection } = database;
  const row = await findDiscrepancy(connection, id);
  if (row === null) return { kind: "discrepancy_unknown" };
  const subject = await findSubject(connection, row);
  const facts = await discrepancyFacts(connection, row, subject);
  const decision = decideResolution(facts, resolution, approvalFromFen);
  if (decision.kind === "refused") {
    return { kind: "preview", row, decision, does: refusalWords[decision.reason], leaves: null };
  }
  const [effect] = decision.effects;
  const does = effect === undefined ? recorded : wordsOf(effect, row, subject);
  return { kind: "preview", row, decision, does, leaves: adviceFor(row.type, resolution) };
}

const recorded =
  "it is written down with its reason, and nothing else: payments, refunds and books stay as they are";

function wordsOf(effect: ResolutionEffect, row: DiscrepancyRow, subject: DiscrepancySubject): string {
  const name =
    subject.kind === "payment" || subject.kind === "refund" ? nameOf(subject) : { number: "?", state: "?" };
  switch (effect.type) {
    case "ask_about_payment":
      return name.state === "succeeded"
        ? `the channel is asked whether it still has the money of ${name.number}; what went back is recorded as a refund or raised`
        : `the channel is asked about ${name.number}, which is ${name.state} here; with its money the payment succeeds, and its merchant is told`;
    case "ask_about_refund":
      return `the channel is asked about refund ${name.number}, which is ${name.state} here; the refund's life cycle takes its word`;
    case "set_fee": {
      const before = matchEvidenceOf(row)?.here?.fee ?? "unknown";
      return `the fee of ${name.number} in the books becomes ${effect.fee} fen, from ${before}; the day's statement is built again`;
    }
    case "refund_balance":
      return `${effect.amount} fen of payment ${row.paymentId ?? name.number} go back to the customer, out of its balance, and its merchant is told`;
    case "refund_second_payment":
      return `${effect.amount} fen that were paid twice go back to the customer, beside the balance, by a new refund`;
  }
}
