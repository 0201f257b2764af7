import { throttled, type Undecided, unknown } from "../answers.ts";
import type { ChannelCall, ChannelOperation } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import { type GatewayAnswer, refusedAs } from "../gateway-answer.ts";
import type { HttpCore, HttpOutcome, HttpRequest } from "../http/http-core.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayTrust } from "./alipay-trust.ts";
import { isSerial } from "./crypto/certificate-serial.ts";
import { isResponseAuthentic, type ResponseParts, responseParts } from "./crypto/response-verification.ts";
import { type GatewayResult, readResult } from "./gateway-result.ts";
import type { AlipayCommand, AlipayRequestBuilder, SignedCommand } from "./request-builder.ts";
import { isCarriedOut, meaningOf } from "./result-codes.ts";

/** Signed commands out, verified answers back: nothing unauthenticated leaves `call` as a statement of Alipay. */
export interface AlipayGateway {
  call(operation: ChannelOperation, command: AlipayCommand, run: OperationRun): Promise<GatewayAnswer>;
  /** The call alone, for those who look at more than its answer; `judge` says what the answer is worth. */
  exchange(operation: ChannelOperation, command: AlipayCommand, run: OperationRun): Promise<Exchange>;
}

/** What came back, not verified yet. */
export interface Exchange {
  readonly outcome: { readonly response: ResponseParts; readonly result: GatewayResult } | Undecided;
  readonly call: ChannelCall;
  /** When it came, by our clock, and by the `Date` header of whoever answered. */
  readonly cameAt: Date;
  readonly date: string | null;
}

export interface AlipayGatewayParts {
  readonly http: HttpCore;
  readonly builder: AlipayRequestBuilder;
  readonly trust: AlipayTrust;
  /** The path of the gateway, `/gateway.do`. */
  readonly path: string;
}

type Answered = Extract<HttpOutcome, { kind: "answered" }>;

export function createAlipayGateway(parts: AlipayGatewayParts, { clock }: ChannelEnvironment): AlipayGateway {
  const exchange: AlipayGateway["exchange"] = async (operation, command, run) => {
    const endCall = run.startCall(operation);
    const signed = parts.builder.sign(command, clock.now());
    const outcome = await parts.http.send(toSend(signed, parts.path, run.deadline));
    const cameAt = clock.now();
    if (outcome.kind === "failed") {
      const call = endCall({ httpStatus: null, channelCode: null, channelRequestId: null });
      return { outcome: unknown(outcome.failure, call, outcome.detail), call, cameAt, date: null };
    }
    const response = findResponse(outcome.body, command.method);
    const result = response === null ? null : readResult(response.node);
    const call = endCall({
      httpStatus: outcome.status,
      channelCode: result?.subCode ?? result?.code ?? null,
      channelRequestId: outcome.headers["trace_id"]?.slice(0, longestRequestId) ?? null,
    });
    const date = outcome.headers["date"] ?? null;
    const refusal = refusedByStatus(outcome, call);
    if (refusal !== null) return { outcome: refusal, call, cameAt, date };
    if (response === null || result === null) {
      return { outcome: unknown("answer_unreadable", call), call, cameAt, date };
    }
    return { outcome: { response, result }, call, cameAt, date };
  };
  return {
    exchange,
    call: async (operation, command, run) =>
      judge(await exchange(operation, command, run), command, parts.trust),
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
function refusedByStatus({ status }: Answered, call: ChannelCall): Undecided | null {
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
 * What an answer is worth. What fails before Alipay knows the application is not signed; such an answer is
 * believed in what it says about the account, and in nothing that it says about the order.
 */
export function judge(exchange: Exchange, { method }: AlipayCommand, trust: AlipayTrust): GatewayAnswer {
  const { outcome, call, cameAt } = exchange;
  if ("kind" in outcome) return outcome;
  const { response, result } = outcome;
  const isSigned = response.sign !== null;
  const distrust = isSigned ? distrustOf(response, trust.keysFor(response.serial, cameAt), call) : null;
  if (distrust !== null) return distrust;
  if (isCarriedOut(result, method)) {
    return isSigned ? { kind: "accepted", body: result.body, call } : unknown("signature_missing", call);
  }
  const refusal = { code: result.subCode ?? result.code, message: result.message, call };
  const answer = refusedAs(meaningOf(result), refusal);
  return answer.kind === "refused" && !isSigned ? unknown("signature_missing", call, refusal.code) : answer;
}

function distrustOf(
  response: ResponseParts,
  keys: ReturnType<AlipayTrust["keysFor"]>,
  call: ChannelCall,
): Undecided | null {
  if (keys?.some((key) => isResponseAuthentic(response, key))) return null;
  const isUnknown = keys === null && isSerial(response.serial);
  return isUnknown ? unknown("key_unknown", call, response.serial) : unknown("signature_wrong", call);
}
