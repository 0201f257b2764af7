import { queryOrder, queryRefund } from "@compose-pay/contracts";
import {
  type Connection,
  insertOutbox,
  type OutboxRow,
  updateAttempt,
  updateRefund,
} from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import type { DiscrepancySubject } from "./discrepancy-subject.ts";
import { later, messageLeaseMs } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";

/** A payment or refund of ours. */
export type OwnSubject = Extract<DiscrepancySubject, { readonly kind: "payment" | "refund" }>;

/** Its number at the channel and its state. */
export function nameOf(subject: OwnSubject): { readonly number: string; readonly state: string } {
  const { id: number, state } = subject.kind === "payment" ? subject.view.attempt : subject.view.refund;
  return { number, state };
}

/**
 * Has a worker ask the channel what holds, whatever the state here is; the life cycle decides on the answer. For the
 * transaction in which the payment is locked.
 */
export async function askSubject(
  transaction: Connection,
  subject: OwnSubject,
  { at, traceId }: { readonly at: Date; readonly traceId: string },
): Promise<readonly OutboxRow[]> {
  // What has not gone out yet is made and not asked about: that is the sweep's to say.
  const isUnsent = nameOf(subject).state === "created";
  await makeDue(transaction, subject, isUnsent ? at : later(at, messageLeaseMs));
  const messages = isUnsent ? [] : [question(subject, { at, traceId })];
  await insertOutbox(transaction, messages);
  return messages;
}

/** Leaves it to the next sweep, at the pace that its account has. */
export async function makeDue(connection: Connection, subject: OwnSubject, dueAt: Date): Promise<void> {
  if (subject.kind === "payment") await updateAttempt(connection, subject.view.attempt, { dueAt });
  else await updateRefund(connection, subject.view.refund, { dueAt });
}

function question(subject: OwnSubject, by: { readonly at: Date; readonly traceId: string }): OutboxRow {
  if (subject.kind === "payment") {
    const { id, channel } = subject.view.attempt;
    return outboxMessage(channelQueue(channel, "background"), queryOrder, {
      body: { attempt_id: id },
      ...by,
    });
  }
  const { id, channel } = subject.view.refund;
  return outboxMessage(channelQueue(channel, "background"), queryRefund, { body: { refund_id: id }, ...by });
}
