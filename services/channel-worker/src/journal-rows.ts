import type { Answer, ChannelCall } from "@compose-pay/channels";
import type { AttemptRow, ChannelCallRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";

/** The journal's rows of an answer, oldest first. */
export function journalRows(
  answer: Answer<unknown>,
  attempt: AttemptRow,
  traceId: string,
): readonly ChannelCallRow[] {
  const earlier = answer.earlierCalls.map((call) =>
    row(call, { attempt, traceId, outcome: "refused", detail: null }),
  );

  return [...earlier, row(answer.call, { attempt, traceId, outcome: answer.kind, detail: detailOf(answer) })];
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
  of: {
    readonly attempt: AttemptRow;
    readonly traceId: string;
    readonly outcome: string;
    readonly detail: string | null;
  },
): ChannelCallRow {
  return {
    id: newId("call"),
    paymentId: of.attempt.paymentId,
    attemptId: of.attempt.id,
    refundId: null,
    channelAccountId: of.attempt.channelAccountId,
    operation: call.operation,
    outcome: of.outcome,
    detail: of.detail?.slice(0, longestDetail) ?? null,
    httpStatus: call.httpStatus,
    channelCode: call.channelCode?.slice(0, 64) ?? null,
    channelRequestId: call.channelRequestId?.slice(0, 128) ?? null,
    durationMs: Math.round(call.durationMs),
    traceId: of.traceId,
    startedAt: call.startedAt,
  };
}
