import {
  type Connection,
  type DiscrepancyRow,
  findAttempt,
  findRefund,
  type PaymentView,
  type RefundView,
} from "@compose-pay/database";
import type { MatchEvidence } from "@compose-pay/domain";

/** What a discrepancy is about, as it stands here now. `absent`: nothing of ours, at that account, has its number. */
export type DiscrepancySubject =
  | { readonly kind: "payment"; readonly view: PaymentView }
  | { readonly kind: "refund"; readonly view: RefundView }
  | { readonly kind: "absent"; readonly of: "payment" | "refund" }
  | { readonly kind: "account" };

export async function findSubject(connection: Connection, row: DiscrepancyRow): Promise<DiscrepancySubject> {
  const named = numberOf(row);
  if (named === null) return { kind: "account" };
  const view = await (named.kind === "refund" ? findOwnRefund : findOwnPayment)(connection, row, named.no);
  return view ?? { kind: "absent", of: named.kind };
}

/** The sides as a run wrote them; null for what was found on the way of a payment, and for an account's sum. */
export function matchEvidenceOf({ runId, type, evidence }: DiscrepancyRow): MatchEvidence | null {
  // because runs write this shape, and nobody changes what was found
  return runId === null || type === "funds_differ" ? null : (evidence as MatchEvidence);
}

function numberOf(row: DiscrepancyRow): { readonly kind: "payment" | "refund"; readonly no: string } | null {
  const evidence = matchEvidenceOf(row);
  if (evidence !== null) return { kind: evidence.kind, no: evidence.out_no };
  if (row.refundId !== "") return { kind: "refund", no: row.refundId };
  return row.attemptId === null || row.type === "funds_differ"
    ? null
    : { kind: "payment", no: row.attemptId };
}

async function findOwnPayment(
  connection: Connection,
  { channelAccountId }: DiscrepancyRow,
  no: string,
): Promise<DiscrepancySubject | null> {
  const view = await findAttempt(connection, no);
  return view?.attempt.channelAccountId === channelAccountId ? { kind: "payment", view } : null;
}

async function findOwnRefund(
  connection: Connection,
  { channelAccountId }: DiscrepancyRow,
  no: string,
): Promise<DiscrepancySubject | null> {
  const view = await findRefund(connection, no);
  return view?.refund.channelAccountId === channelAccountId ? { kind: "refund", view } : null;
}
