import { closeOrder, createOrder, queryOrder } from "@compose-pay/contracts";
import type { DueAttempt } from "@compose-pay/database";
import { endOfTimeToPay, isOpen } from "@compose-pay/domain";
import { channelQueue, type Lane, type OutgoingMessage } from "@compose-pay/messaging";

/** What must be done with an attempt that is due: send it, end it, or ask about it. */
export function dueWork(attempt: DueAttempt, now: Date): OutgoingMessage {
  const to = (lane: Lane) => channelQueue(attempt.channel, lane);
  const { traceId } = attempt;
  const attemptId = { attempt_id: attempt.id };
  if (isOpen(attempt.state) && (attempt.closeRequested || endOfTimeToPay(attempt) <= now)) {
    return { queue: to("background"), contract: closeOrder, body: attemptId, traceId };
  }
  if (attempt.state === "created") {
    const body = { ...attemptId, channel_account_id: attempt.channelAccountId };
    return { queue: to("interactive"), contract: createOrder, body, traceId };
  }
  const body = { ...attemptId, queries_made: attempt.queriesMade };
  return { queue: to("background"), contract: queryOrder, body, traceId };
}
