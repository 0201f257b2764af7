import { throttled, unknown } from "../answers.ts";
import type { ChannelCall, ChannelOperation } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import { type GatewayAnswer, refusedAs } from "../gateway-answer.ts";
import type { HttpCore, HttpOutcome, HttpRequest } from "../http/http-core.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayCredentials } from "./alipay-credentials.ts";
import { isResponseAuthentic, type ResponseParts, responseParts } from "./crypto/response-verification.ts";
import { type GatewayResult, readResult } from "./gateway-result.ts";
import type { AlipayCommand, AlipayRequestBuilder, SignedCommand } from "./request-builder.ts";
import { carriedOut, meaningOf } from "./result-codes.ts";

/** Signed commands out, verified answers back: nothing unauthenticated leaves as a statement of Alipay. */
export interface AlipayGateway {
  call(operation: ChannelOperation, command: AlipayCommand, run: OperationRun): Promise<GatewayAnswer>;
}

export interface AlipayGatewayParts {
  readonly credentials: AlipayCredentials;
  readonly http: HttpCore;
  readonly builder: AlipayRequestBuilder;
  /** The path of the gateway, `/gateway.do`. */
  readonly path: string;
}

type Answered = Extract<HttpOutcome, { kind: "answered" }>;

export function createAlipayGateway(parts: AlipayGatewayParts, { clock }: ChannelEnvironment): AlipayGateway {
  return {
    call: async (operation, command, run) => {
      const endCall = run.startCall(operation);
      const signed = parts.builder.sign(command, clock.now());
      const outcome = await parts.http.send(toSend(signed, parts.path, run.deadline));
      if (outcome.kind === "failed") {
        const call = endCall({ httpStatus: null, channelCode: null, channelRequestId: null });
        return unknown(outcome.failure, call, outcome.detail);
      }
      const response = findResponse(outcome.body, command.method);
      const result = response === null ? null : readResult(response.node);
      const call = endCall({
        httpStatus: outcome.status,
        channelCode: result?.subCode ?? result?.code ?? null,
        channelRequestId: outcome.headers["trace_id"]?.slice(0, longestRequestId) ?? null,
      });
      const refusal = refusedByStatus(outcome, call);
      if (refusal !== null) return refusal;
      if (response === null || result === null) return unknown("answer_unreadable", call);
      return readAnswer(response, result, { call, credentials: parts.credentials });
    },
  };
}

const longestRequestId = 64;

function toSend(signed: SignedCommand, path: string, deadline: AbortSignal): HttpRequest {
  return {
    method: "POST",
    target: `${path}?${signed.query}`,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded;charset=utf-8",
      "user-agent": "compose-pay/0.1",
    },
    body: signed.form,
    deadline,
  };
}

/** The gateway answers 200 to all that reaches it; what fails before it is reached carries no signature. */
function refusedByStatus({ status }: Answered, call: ChannelCall): GatewayAnswer | null {
  if (status === 200) return null;
  if (status === 429) return throttled("rate_limited", call);
  return status >= 500
    ? unknown("channel_error", call, `${status}`)
    : unknown("status_unexpected", call, `${status}`);
}

/** Failures of the gateway itself come under `error_response`. */
function findResponse(body: Buffer, method: string): ResponseParts | null {
  return (
    responseParts(body, `${method.replaceAll(".", "_")}_response`) ?? responseParts(body, "error_response")
  );
}

/**
 * What fails before Alipay knows the application is not signed. Such an answer is believed in what it says
 * about the account, and in nothing that it says about the order.
 */
function readAnswer(
  response: ResponseParts,
  result: GatewayResult,
  { call, credentials }: { readonly call: ChannelCall; readonly credentials: AlipayCredentials },
): GatewayAnswer {
  const isSigned = response.sign !== null;
  if (isSigned && !isResponseAuthentic(response, credentials.alipayKey))
    return unknown("signature_wrong", call);
  if (result.code === carriedOut) {
    return isSigned ? { kind: "accepted", body: result.body, call } : unknown("signature_missing", call);
  }
  const refusal = { code: result.subCode ?? result.code, message: result.message, call };
  const answer = refusedAs(meaningOf(result), refusal);
  return answer.kind === "refused" && !isSigned ? unknown("signature_missing", call, refusal.code) : answer;
}
