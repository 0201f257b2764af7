import { misconfigured, throttled, unknown } from "../answers.ts";
import type { ChannelCall } from "../channel.ts";
import { type GatewayAnswer, refusedAs } from "../gateway-answer.ts";
import type { HttpOutcome } from "../http/http-core.ts";
import { verifyPlatformMessage } from "./crypto/message-verification.ts";
import type { PlatformKeys } from "./crypto/platform-keys.ts";
import type { CodeMeaning } from "./result-codes.ts";
import { readJson, readRefusalBody } from "./wechat-body.ts";

export type Answered = Extract<HttpOutcome, { kind: "answered" }>;

export interface AnswerReading {
  readonly keys: PlatformKeys;
  readonly now: Date;
  readonly meaningOf: CodeMeaning;
}

/**
 * WeChat Pay does not sign what fails before its API layer: a refused signature (401) is about the account,
 * a limit (429) about the moment, and a 5xx leaves the outcome open. All else must carry a signature.
 */
export function readAnswer(answer: Answered, call: ChannelCall, reading: AnswerReading): GatewayAnswer {
  const { status } = answer;
  if (status === 401) return misconfigured(call.channelCode ?? "unauthorized", call);
  if (status === 429) return throttled(call.channelCode ?? "rate_limited", call);
  if (status >= 500) return unknown("channel_error", call, call.channelCode);
  // 202: taken on, and a code says how far it is (付款码).
  const isTakenOn = status === 202 && call.channelCode !== null;
  if (status !== 200 && status !== 204 && !isTakenOn && status < 400)
    return unknown("status_unexpected", call, `${status}`);
  const verification = verifyPlatformMessage(answer, reading.keys, reading.now);
  if (verification.kind === "refused") return unknown(verification.reason, call, verification.detail);
  if (isTakenOn) return readTakenOn(answer.body, call);
  return status >= 400 ? readRefusal(answer.body, call, reading.meaningOf) : readSuccess(answer, call);
}

function readSuccess(answer: Answered, call: ChannelCall): GatewayAnswer {
  if (answer.status === 204) return { kind: "accepted", body: null, call };
  const body = readJson(answer.body);
  return body === undefined ? unknown("answer_unreadable", call) : { kind: "accepted", body, call };
}

function readRefusal(body: Buffer, call: ChannelCall, meaningOf: CodeMeaning): GatewayAnswer {
  const refusal = readRefusalBody(body);
  if (refusal === null) return unknown("answer_unreadable", call);
  const { code, message } = refusal;
  return refusedAs(meaningOf(refusal), { code, message, call });
}

/** Whatever its code says, the outcome is still open: only the order tells it. */
function readTakenOn(body: Buffer, call: ChannelCall): GatewayAnswer {
  return readRefusal(body, call, () => ({ kind: "ask", ifAbsent: "refused" }));
}
