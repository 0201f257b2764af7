import { misconfigured, throttled, unknown } from "../answers.ts";
import type { ChannelCall, ChannelOperation } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import { type GatewayAnswer, refusedAs } from "../gateway-answer.ts";
import type { HttpCore, HttpOutcome, HttpRequest } from "../http/http-core.ts";
import type { CallOutcome, OperationRun } from "../operation-run.ts";
import { verifyPlatformMessage } from "./crypto/message-verification.ts";
import { authorizationOf, type SignableRequest } from "./crypto/request-signature.ts";
import { meaningOf } from "./result-codes.ts";
import { readJson, readRefusalBody } from "./wechat-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

/** Signed requests out, verified answers back: nothing unauthenticated leaves as a statement of WeChat Pay. */
export interface WechatGateway {
  call(operation: ChannelOperation, request: SignableRequest, run: OperationRun): Promise<GatewayAnswer>;
}

type Answered = Extract<HttpOutcome, { kind: "answered" }>;

export function createWechatGateway(
  credentials: WechatCredentials,
  http: HttpCore,
  environment: ChannelEnvironment,
): WechatGateway {
  return {
    call: async (operation, request, run) => {
      const endCall = run.startCall(operation);
      const outcome = await http.send(toSend(request, run.deadline, credentials, environment));
      if (outcome.kind === "failed") {
        const call = endCall({ httpStatus: null, channelCode: null, channelRequestId: null });
        return unknown(outcome.failure, call, outcome.detail);
      }
      const call = endCall(journalOf(outcome));
      return readAnswer(outcome, call, credentials, environment.clock.now());
    },
  };
}

/** WeChat Pay refuses a request without it. */
const userAgent = "compose-pay/0.1";

function toSend(
  request: SignableRequest,
  deadline: AbortSignal,
  credentials: WechatCredentials,
  { clock, nonce }: ChannelEnvironment,
): HttpRequest {
  const stamp = { timestamp: String(Math.floor(clock.now().getTime() / 1000)), nonce: nonce() };
  const isPost = request.method === "POST";
  return {
    method: isPost ? "POST" : "GET",
    target: request.target,
    headers: {
      authorization: authorizationOf(request, stamp, credentials),
      accept: "application/json",
      "user-agent": userAgent,
      ...(isPost && { "content-type": "application/json" }),
      // Asks for an answer under the public key instead of a platform certificate's.
      ...(credentials.publicKeyId !== null && { "wechatpay-serial": credentials.publicKeyId }),
    },
    body: isPost ? request.body : null,
    deadline,
  };
}

const longestRequestId = 64;

function journalOf(answer: Answered): CallOutcome {
  return {
    httpStatus: answer.status,
    channelCode: answer.status >= 400 ? (readRefusalBody(answer.body)?.code ?? null) : null,
    channelRequestId: answer.headers["request-id"]?.slice(0, longestRequestId) ?? null,
  };
}

/**
 * WeChat Pay does not sign what fails before its API layer: a refused signature (401) is about the account,
 * a limit (429) about the moment, and a 5xx leaves the outcome open. All else must carry a signature.
 */
function readAnswer(
  answer: Answered,
  call: ChannelCall,
  credentials: WechatCredentials,
  now: Date,
): GatewayAnswer {
  const { status } = answer;
  if (status === 401) return misconfigured(call.channelCode ?? "unauthorized", call);
  if (status === 429) return throttled(call.channelCode ?? "rate_limited", call);
  if (status >= 500) return unknown("channel_error", call, call.channelCode);
  if (status !== 200 && status !== 204 && status < 400)
    return unknown("status_unexpected", call, `${status}`);
  const verification = verifyPlatformMessage(answer, credentials.platformKeys, now);
  if (verification.kind === "refused") return unknown(verification.reason, call, verification.detail);
  return status >= 400 ? readRefusal(answer.body, call) : readSuccess(answer, call);
}

function readSuccess(answer: Answered, call: ChannelCall): GatewayAnswer {
  if (answer.status === 204) return { kind: "accepted", body: null, call };
  const body = readJson(answer.body);
  return body === undefined ? unknown("answer_unreadable", call) : { kind: "accepted", body, call };
}

function readRefusal(body: Buffer, call: ChannelCall): GatewayAnswer {
  const refusal = readRefusalBody(body);
  if (refusal === null) return unknown("answer_unreadable", call);
  const { code, message } = refusal;
  return refusedAs(meaningOf(refusal), { code, message, call });
}
