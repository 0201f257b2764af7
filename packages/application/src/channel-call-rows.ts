import type { Answer, ChannelCall } from "@compose-pay/channels";
import type { ChannelCallRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";

/** What a call was about. */
export type CallSubject = Pick<
  ChannelCallRow,
  "paymentId" | "attemptId" | "refundId" | "channelAccountId" | "traceId"
>;

/** The journal's rows of an answer, oldest first. */
export function channelCallRows(answer: Answer<unknown>, subject: CallSubject): readonly ChannelCallRow[] {
  const earlier = answer.earlierCalls.map((call) => row(call, subject, { outcome: "refused", detail: null }));
  return [...earlier, row(answer.call, subject, { outcome: answer.kind, detail: detailOf(answer) })];
}

function detailOf(answer: Answer<unknown>): string | null {
  switch (answer.kind) {
    case "ok":
      return null;
    case "declined":
      return answer.failure.code;
    case "unknown":
      return answer.detail === null ? answer.reason : `${answer.reason}: ${answer.detail}`;
    case "throttled":
    case "misconfigured":
      return answer.reason;
  }
}

/** The journal's column; longer words of a channel are cut. */
const longestDetail = 256;

function row(
  call: ChannelCall,
  subject: CallSubject,
  { outcome, detail }: Pick<ChannelCallRow, "outcome" | "detail">,
): ChannelCallRow {
  return {
    ...subject,
    id: newId("call"),
    operation: call.operation,
    outcome,
    detail: detail?.slice(0, longestDetail) ?? null,
    httpStatus: call.httpStatus,
    channelCode: call.channelCode?.slice(0, 64) ?? null,
    channelRequestId: call.channelRequestId?.slice(0, 128) ?? null,
    durationMs: Math.round(call.durationMs),
    startedAt: call.startedAt,
  };
}
