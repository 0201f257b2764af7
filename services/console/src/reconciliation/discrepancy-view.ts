import { outcomeOf } from "@compose-pay/application";
import type { DiscrepancyDetail, DiscrepancyView, EvidenceLine } from "@compose-pay/contracts";
import type { DiscrepancyRow } from "@compose-pay/database";

/** Without the evidence, which is long. */
export function discrepancyView(row: DiscrepancyRow): DiscrepancyView {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    amount: row.amount,
    account_id: row.channelAccountId,
    run_id: row.runId,
    day: row.day === "" ? null : row.day,
    payment_id: row.paymentId,
    attempt_id: row.attemptId,
    refund_id: row.refundId === "" ? null : row.refundId,
    resolution: row.resolution,
    reason: row.reason,
    resolved_by: row.resolvedBy,
    approved_by: row.approvedBy,
    trace_id: row.traceId,
    found_at: row.foundAt.toISOString(),
    decided_at: row.decidedAt?.toISOString() ?? null,
    resolved_at: row.resolvedAt?.toISOString() ?? null,
  };
}

/** @returns null for what is decided on, too */
export function heldOpenView(row: DiscrepancyRow): DiscrepancyDetail["held_open"] {
  const { held_open: held } = outcomeOf(row);
  if (held === undefined || row.state === "resolved") return null;
  return { run_id: held.run, bill_id: held.bill, uploaded_by: held.uploaded_by, at: held.at };
}

/** Ours and the channel's beside each other, whatever has found the difference. */
export function evidenceView(
  evidence: unknown,
): Pick<DiscrepancyDetail, "is_absent_here" | "is_absent_there" | "lines" | "about"> {
  const { here, there, answer, ...about } = membersOf(evidence);
  const [ours, theirs] = [sideOf(here), sideOf(there ?? unclearOf(answer))];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return {
    is_absent_here: ours.size === 0,
    is_absent_there: theirs.size === 0,
    lines: names.map((name) => lineOf(name, ours.get(name), theirs.get(name))),
    about: Object.entries(about).map(([name, value]) => ({ name, value: textOf(value) })),
  };
}

type Said = string | number | boolean | null | undefined;

function lineOf(name: string, here: Said, there: Said): EvidenceLine {
  const isOnBoth = here !== undefined && there !== undefined && here !== null && there !== null;
  return {
    name,
    ...(here === undefined ? {} : { here }),
    ...(there === undefined ? {} : { there }),
    differs: isOnBoth && here !== there,
  };
}

/**
 * What is the same has one name, whoever has written it: a run by the names of columns, the way of a payment by those of its
 * fact or of the channel's claim.
 */
const oneName: ReadonlyMap<string, string> = new Map([
  ["status", "state"],
  ["type", "state"],
  ["channelTradeNo", "channel_no"],
  ["channelRefundNo", "channel_no"],
  ["paidAt", "occurred_at"],
  ["succeededAt", "occurred_at"],
  ["moneyReturned", "money_returned"],
  ["code", "failure"],
  ["message", "failure_message"],
  ["channelCode", "channel_code"],
  ["channelMessage", "channel_message"],
]);

/** Members that are objects of their own: what is in them stands beside the others. */
const opened: ReadonlySet<string> = new Set(["money", "failure"]);

function sideOf(side: unknown): ReadonlyMap<string, Said> {
  if (typeof side === "string") return new Map([["said", side]]);
  const members = Object.entries(membersOf(side)).flatMap(([name, value]) =>
    opened.has(name) ? Object.entries(membersOf(value)) : [[name, value] as const],
  );
  return new Map(
    members.map(([name, value]) => {
      const shown = oneName.get(name) ?? name;
      return [shown, saidOf(shown, value)];
    }),
  );
}

/** An answer that settles nothing: why, without the word that it is one. */
function unclearOf(answer: unknown): unknown {
  if (answer === undefined) return undefined;
  const { kind: _, ...said } = membersOf(answer);
  return said;
}

function saidOf(name: string, value: unknown): Said {
  // A claim's word for what is called succeeded here and in bills.
  if (name === "state" && value === "paid") return "succeeded";
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
