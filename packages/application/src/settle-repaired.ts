import {
  type Connection,
  type Database,
  type DiscrepancyRow,
  findAutomaticRefund,
  findLatestChange,
  updateDiscrepancy,
} from "@compose-pay/database";
import type { BilledSide } from "@compose-pay/domain";
import { nameOf, type OwnSubject } from "./ask-subject.ts";
import { findSubject, matchEvidenceOf } from "./discrepancy-subject.ts";
import { type RepairCursor, type RepairRound, repairableDiscrepancies } from "./repairable-discrepancies.ts";
import { type DoneEffect, outcomeOf } from "./resolution-outcome.ts";

/**
 * Resolves, as `by_itself`, what agrees with the channel's bill by now: the payment or refund has come to the end that
 * the bill has, over the same amount. The outcome names the step of the life cycle that did it.
 */
export async function settleRepaired(
  { database }: { readonly database: Database },
  round: RepairRound,
): Promise<{ readonly settled: number; readonly next: RepairCursor | null }> {
  const { rows, next } = await repairableDiscrepancies(database, round);
  let settled = 0;
  for (const row of rows) {
    if (await settleIfAgreed(database, row, round.now)) settled += 1;
  }
  return { settled, next };
}

async function settleIfAgreed({ connection }: Database, row: DiscrepancyRow, now: Date): Promise<boolean> {
  const there = matchEvidenceOf(row)?.there ?? null;
  const subject = await findSubject(connection, row);
  if (there === null || (subject.kind !== "payment" && subject.kind !== "refund")) return false;
  if (!(await agrees(connection, subject, there))) return false;
  const { number, state } = nameOf(subject);
  const paymentId = subject.view.payment.id;
  const step = await findLatestChange(connection, { paymentId, subjectId: number, toState: state });
  const change =
    step === null
      ? null
      : { from: step.fromState, to: step.toState, cause: step.cause, at: step.at.toISOString() };
  const done: DoneEffect = {
    effect: "agreed",
    subject: subject.kind,
    number,
    state,
    amount: there.amount,
    change,
  };
  const outcome = { ...outcomeOf(row), done };
  const resolved = { state: "resolved", resolution: "by_itself", outcome, resolvedAt: now } as const;
  return updateDiscrepancy(connection, row, resolved);
}

/**
 * Both have ended in the same way; money that came is of one amount and one number of the channel. What was revoked there
 * has either not succeeded here, or its money is a refund that the channel made by itself.
 */
async function agrees(connection: Connection, subject: OwnSubject, there: BilledSide): Promise<boolean> {
  if (subject.kind === "refund") {
    const { state, amount } = subject.view.refund;
    const isSame = state === there.status || (state === "abnormal" && there.status === "failed");
    return isSame && (there.status === "failed" || amount === there.amount);
  }
  const { id, state, amount, channelTradeNo } = subject.view.attempt;
  if (there.status === "revoked") {
    if (state !== "succeeded") return state === "closed" || state === "failed";
    return (await findAutomaticRefund(connection, id))?.state === "succeeded";
  }
  const isSameNumber = channelTradeNo === null || channelTradeNo === there.channel_no;
  return there.status === "succeeded" && state === "succeeded" && amount === there.amount && isSameNumber;
}
