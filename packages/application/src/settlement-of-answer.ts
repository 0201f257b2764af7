import type { Answer, RefundProgress } from "@compose-pay/channels";
import type { Failure } from "@compose-pay/domain";

/** Why a channel has certainly not taken where a refund's money goes. */
export type NotTakenReason =
  /** It does nothing now and says so. */
  | "throttled"
  /** The account cannot make calls. */
  | "misconfigured"
  /** It has answered, and the refund is as stuck as it was. */
  | "still_abnormal";

/** What an answer to the order for an abnormal refund says of it. */
export type AnsweredSettlement =
  | {
      readonly kind: "taken";
      readonly progress: Exclude<RefundProgress, { readonly state: "absent" | "abnormal" }>;
    }
  | { readonly kind: "declined"; readonly failure: Failure }
  /** Nothing was done; `detail` in the channel's word where it has one. */
  | { readonly kind: "not_taken"; readonly reason: NotTakenReason; readonly detail: string | null }
  | { readonly kind: "unanswered"; readonly outcome: string; readonly reason: string };

export function settlementOfAnswer(answer: Answer<RefundProgress>): AnsweredSettlement {
  switch (answer.kind) {
    case "ok":
      return settlementOfProgress(answer.value);
    case "declined":
      return { kind: "declined", failure: answer.failure };
    case "throttled":
    case "misconfigured":
      return { kind: "not_taken", reason: answer.kind, detail: answer.reason };
    case "unknown":
      return { kind: "unanswered", outcome: answer.kind, reason: answer.reason };
  }
}

function settlementOfProgress(progress: RefundProgress): AnsweredSettlement {
  switch (progress.state) {
    case "processing":
    case "succeeded":
    case "failed":
      return { kind: "taken", progress };
    case "abnormal":
      return { kind: "not_taken", reason: "still_abnormal", detail: progress.failure.channelCode };
    // Not known there, or not yet: nobody can say.
    case "absent":
      return { kind: "unanswered", outcome: "ok", reason: "absent" };
  }
}
