import type { RawNotification } from "@compose-pay/channels";
import type { ChannelAccountRow, ChannelNotificationRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { keptHeaders } from "./kept-headers.ts";

/** A notification that arrived at the address of an account. */
export interface ReceivedNotification {
  readonly account: ChannelAccountRow;
  readonly raw: RawNotification;
  readonly receivedAt: Date;
  readonly traceId: string;
}

type Decided = Pick<
  ChannelNotificationRow,
  "notificationId" | "attemptId" | "refundId" | "verdict" | "reason" | "dueAt"
>;

/** Longest foreign number that is kept; ours are shorter. */
const longestNumber = 64;

/** The journal's row of it, with what was decided about it so far. */
export function notificationRow(
  { account, raw, receivedAt, traceId }: ReceivedNotification,
  decided: Decided,
): ChannelNotificationRow {
  return {
    ...decided,
    id: newId("ntf", receivedAt),
    refundId: decided.refundId?.slice(0, longestNumber) ?? null,
    attemptId: decided.attemptId?.slice(0, longestNumber) ?? null,
    channelAccountId: account.id,
    channel: account.channel,
    timesReceived: 1,
    headers: keptHeaders(raw.headers),
    body: raw.body,
    traceId,
    receivedAt,
    processedAt: decided.verdict === "received" ? null : receivedAt,
  };
}
