import { channelCallRows } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import type { AttemptRow, ChannelCallRow } from "@compose-pay/database";

/** The journal's rows of an answer about an attempt, oldest first. */
export function journalRows(
  answer: Answer<unknown>,
  { id: attemptId, paymentId, channelAccountId }: AttemptRow,
  traceId: string,
): readonly ChannelCallRow[] {
  return channelCallRows(answer, { paymentId, attemptId, refundId: null, channelAccountId, traceId });
}
