import { type CreateRefund, refundFingerprintOf } from "@compose-pay/contracts";
import {
  type Connection,
  type DiscrepancyRow,
  findAutomaticRefund,
  insertOutbox,
  insertRefunds,
  type OutboxRow,
  setBookedFee,
  updateRefund,
} from "@compose-pay/database";
import type { ResolutionEffect, ResolutionRefusal } from "@compose-pay/domain";
import { askSubject, nameOf, type OwnSubject } from "./ask-subject.ts";
import { automaticRefund } from "./automatic-refund.ts";
import { createRefundIn } from "./create-refund.ts";
import { type DiscrepancySubject, matchEvidenceOf } from "./discrepancy-subject.ts";
import type { DoneEffect } from "./resolution-outcome.ts";
import { sha256Of } from "./sha256-of.ts";

export interface LockedDiscrepancy {
  readonly row: DiscrepancyRow;
  readonly subject: DiscrepancySubject;
  readonly at: Date;
}

export type AppliedResolution =
  | { readonly kind: "applied"; readonly done: DoneEffect; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "refused"; readonly reason: ResolutionRefusal };

/** Does what was decided, in the transaction that says so. What is refused has written nothing. */
export async function applyEffect(
  transaction: Connection,
  locked: LockedDiscrepancy,
  effect: ResolutionEffect | undefined,
): Promise<AppliedResolution> {
  if (effect === undefined) return applied({ effect: "recorded" });
  const { row, at } = locked;
  const subject = ownSubject(locked.subject);
  switch (effect.type) {
    case "ask_about_payment":
    case "ask_about_refund": {
      const { number, state } = nameOf(subject);
      const messages = await askSubject(transaction, subject, { at, traceId: row.traceId });
      return applied({ effect: "asked", subject: subject.kind, number, state_before: state }, messages);
    }
    case "set_fee":
      return setFee(transaction, row, effect.fee);
    case "refund_balance":
      return refundBalance(transaction, { row, subject, at }, effect.amount);
    case "refund_second_payment":
      return refundSecond(transaction, { row, subject, at });
  }
}

interface OwnDiscrepancy extends LockedDiscrepancy {
  readonly subject: OwnSubject;
}

async function setFee(transaction: Connection, row: DiscrepancyRow, fee: number): Promise<AppliedResolution> {
  const evidence = matchEvidenceOf(row);
  const day = evidence?.here?.day ?? row.day;
  if (evidence === null || day === "") return { kind: "refused", reason: "nothing_of_ours" };
  const { out_no: outNo } = evidence;
  const before = await setBookedFee(transaction, { channelAccountId: row.channelAccountId, day, outNo }, fee);
  if (before === null) return { kind: "refused", reason: "nothing_of_ours" };
  return applied({ effect: "fee_set", out_no: outNo, day, before, after: fee });
}

/** The merchant's number of it is the discrepancy's own, so that there is one refund of it, whatever happens. */
async function refundBalance(
  transaction: Connection,
  { row, subject, at }: OwnDiscrepancy,
  amount: number,
): Promise<AppliedResolution> {
  const paymentId = subject.view.payment.id;
  const parameters: CreateRefund = {
    payment_id: paymentId,
    order_no: null,
    refund_no: row.id,
    amount,
    reason: null,
    notify_url: null,
    metadata: {},
  };
  const parametersSha256 = sha256Of(refundFingerprintOf(parameters, paymentId));
  const asked = { paymentId, parameters, parametersSha256, traceId: row.traceId, at };
  const created = await createRefundIn(transaction, asked);
  switch (created.kind) {
    case "created": {
      const { id: refundId, kind } = created.view.refund;
      return applied({ effect: "refund_made", refund_id: refundId, kind, amount }, [created.message]);
    }
    case "exceeds_balance":
      return { kind: "refused", reason: "exceeds_balance" };
    case "payment_not_succeeded":
      return { kind: "refused", reason: "not_succeeded" };
  }
}

/** The refund that failed gives up its place, since there is one at most that an attempt's money goes back by. */
async function refundSecond(
  transaction: Connection,
  { row, subject, at }: OwnDiscrepancy,
): Promise<AppliedResolution> {
  const { payment, attempt } = subject.view;
  const known = await findAutomaticRefund(transaction, attempt.id);
  if (known !== null) await updateRefund(transaction, known, { automaticFor: null });
  const refund = automaticRefund({ payment, attempt, traceId: row.traceId, at });
  await insertRefunds(transaction, [refund.row]);
  await insertOutbox(transaction, [refund.message]);
  const { id: refundId, kind, amount } = refund.row;
  return applied({ effect: "refund_made", refund_id: refundId, kind, amount }, [refund.message]);
}

/** The table has effects only for what we have. */
function ownSubject(subject: DiscrepancySubject): OwnSubject {
  if (subject.kind === "payment" || subject.kind === "refund") return subject;
  throw new Error("a resolution has an effect on something that is not ours");
}

function applied(done: DoneEffect, messages: readonly OutboxRow[] = []): AppliedResolution {
  return { kind: "applied", done, messages };
}
