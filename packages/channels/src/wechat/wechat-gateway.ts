import { unknown } from "../answers.ts";
import { downloadBill, type FileRequest, type SavedBill } from "../bill-download.ts";
import type { Answer, ChannelOperation } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { GatewayAnswer } from "../gateway-answer.ts";
import type { HttpCore, HttpRequest } from "../http/http-core.ts";
import type { CallOutcome, OperationRun } from "../operation-run.ts";
import type { PlatformKeys } from "./crypto/platform-keys.ts";
import { authorizationOf, type SignableRequest } from "./crypto/request-signature.ts";
import { type CodeMeaning, meaningForOrder } from "./result-codes.ts";
import { type Answered, readAnswer } from "./wechat-answer.ts";
import { readRefusalBody } from "./wechat-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

/** Signed requests out, verified answers back: nothing unauthenticated leaves as a statement of WeChat Pay. */
export interface WechatGateway {
  call(made: WechatCall, run: OperationRun): Promise<GatewayAnswer>;
  /** The file at an address that WeChat Pay told: signed like a call, and answered without a signature. */
  download(request: SignableRequest, file: FileRequest): Promise<Answer<SavedBill>>;
  /** The same as `call`, with the time at which the answer says it was given, which is not authenticated. */
  probe(made: WechatCall, run: OperationRun): Promise<Probe>;
}

export interface WechatCall {
  readonly operation: ChannelOperation;
  readonly request: SignableRequest;
  /** What a refusal means; the meaning for orders unless another is given. */
  readonly meaningOf?: CodeMeaning;
  /** Names the key of the body's encrypted members. */
  readonly serial?: string | null;
  /** Keys that the answer itself brings, authenticated in another way than by its signature. */
  readonly keysWithin?: (body: Buffer) => PlatformKeys;
}

export interface Probe {
  readonly answer: GatewayAnswer;
  /** Null when there was no answer, or none with a time in it. */
  readonly answeredAt: Date | null;
}

export function createWechatGateway(
  credentials: WechatCredentials,
  http: HttpCore,
  environment: ChannelEnvironment,
): WechatGateway {
  const probe = async (made: WechatCall, run: OperationRun): Promise<Probe> => {
    const endCall = run.startCall(made.operation);
    const outcome = await http.send(toSend(made, run.deadline, { credentials, environment }));
    if (outcome.kind === "failed") {
      const call = endCall({ httpStatus: null, channelCode: null, channelRequestId: null });
      return { answer: unknown(outcome.failure, call, outcome.detail), answeredAt: null };
    }
    const call = endCall(journalOf(outcome));
    const answer = readAnswer(outcome, call, {
      keys: keysFor(made, outcome.body, credentials),
      now: environment.clock.now(),
      meaningOf: made.meaningOf ?? meaningForOrder,
    });
    return { answer, answeredAt: answerTime(outcome) };
  };
  return {
    probe,
    call: async (made, run) => (await probe(made, run)).answer,
    download: (request, file) => {
      const { headers, target, deadline } = toSend({ operation: "bill", request }, file.deadline, {
        credentials,
        environment,
      });
      return downloadBill(http, { headers, target, deadline }, { ...file, journal: journalOf });
    },
  };
}

/** WeChat Pay refuses a request without it. */
const userAgent = "compose-pay/0.1";

interface Sender {
  readonly credentials: WechatCredentials;
  readonly environment: ChannelEnvironment;
}

function toSend(made: WechatCall, deadline: AbortSignal, { credentials, environment }: Sender): HttpRequest {
  const { clock, nonce } = environment;
  const stamp = { timestamp: String(Math.floor(clock.now().getTime() / 1000)), nonce: nonce() };
  const { request } = made;
  const isPost = request.method === "POST";
  // Without encrypted members it asks for an answer under the public key instead of a platform certificate's.
  const serial = made.serial ?? credentials.publicKeyId;
  return {
    method: isPost ? "POST" : "GET",
    target: request.target,
    headers: {
      authorization: authorizationOf(request, stamp, credentials),
      accept: "application/json",
      "user-agent": userAgent,
      ...(isPost && { "content-type": "application/json" }),
      ...(serial !== null && { "wechatpay-serial": serial }),
    },
    body: isPost ? request.body : null,
    deadline,
  };
}

function keysFor(made: WechatCall, body: Buffer, { platformKeys }: WechatCredentials): PlatformKeys {
  const within = made.keysWithin?.(body);
  return within === undefined ? platformKeys : new Map([...within, ...platformKeys]);
}

const longestRequestId = 64;

function journalOf(answer: Answered): CallOutcome {
  const isRefusal = answer.status >= 400 || answer.status === 202;
  return {
    httpStatus: answer.status,
    channelCode: isRefusal ? (readRefusalBody(answer.body)?.code ?? null) : null,
    channelRequestId: answer.headers["request-id"]?.slice(0, longestRequestId) ?? null,
  };
}

function answerTime({ headers }: Answered): Date | null {
  const stamp = headers["wechatpay-timestamp"];
  const told =
    stamp !== undefined && /^\d{1,11}$/.test(stamp)
      ? Number(stamp) * 1000
      : Date.parse(headers["date"] ?? "");
  return Number.isNaN(told) ? null : new Date(told);
}
