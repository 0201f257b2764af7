import {
  type AttemptRow,
  type Connection,
  type DiscrepancyRow,
  findAutomaticRefund,
  type PaymentView,
  type RefundRow,
} from "@compose-pay/database";
import {
  type DiscrepancyFacts,
  type HeldMoney,
  isOpen,
  isRefundOpen,
  type SubjectStanding,
} from "@compose-pay/domain";
import { type DiscrepancySubject, matchEvidenceOf } from "./discrepancy-subject.ts";

/** What `decideResolution` wants to know; exact while the payment is locked. */
export async function discrepancyFacts(
  connection: Connection,
  row: DiscrepancyRow,
  subject: DiscrepancySubject,
): Promise<DiscrepancyFacts> {
  const evidence = matchEvidenceOf(row);
  return {
    type: row.type,
    subject: subject.kind === "absent" ? subject.of : subject.kind,
    here: standingOf(subject),
    there: evidence === null ? "unknown" : (evidence.there?.status ?? "absent"),
    amount: row.amount,
    money: await heldMoney(connection, subject),
    channelFee: evidence?.there?.fee ?? null,
  };
}

function standingOf(subject: DiscrepancySubject): SubjectStanding {
  switch (subject.kind) {
    case "payment": {
      const { state } = subject.view.attempt;
      if (state === "succeeded") return "succeeded";
      return isOpen(state) ? "open" : "ended";
    }
    case "refund": {
      const { state } = subject.view.refund;
      if (state === "succeeded") return "succeeded";
      return isRefundOpen(state) ? "open" : "ended";
    }
    case "absent":
    case "account":
      return "absent";
  }
}

async function heldMoney(connection: Connection, subject: DiscrepancySubject): Promise<HeldMoney | null> {
  if (subject.kind !== "payment" && subject.kind !== "refund") return null;
  const { payment, attempt }: PaymentView = subject.view;
  if (attempt.state !== "succeeded") return null;
  const { amount } = attempt;
  return payment.currentAttemptId === attempt.id
    ? { kind: "balance", amount, left: payment.amount - payment.amountRefunded }
    : { kind: "second", amount, refund: await automaticRefundOf(connection, attempt) };
}

async function automaticRefundOf(connection: Connection, { id }: AttemptRow) {
  const refund = await findAutomaticRefund(connection, id);
  return refund === null ? "absent" : standingOfRefund(refund);
}

function standingOfRefund({ state }: RefundRow) {
  if (state === "abnormal" || state === "succeeded" || state === "failed") return state;
  return "open";
}
