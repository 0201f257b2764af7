import type { Reply } from "../core/answer.ts";
import { verifySha256 } from "../core/rsa.ts";
import type { WechatAccount, WechatAccounts } from "./account.ts";
import type { Authorization } from "./authorization.ts";
import { parseAuthorization } from "./authorization.ts";
import { refuse } from "./refusal.ts";

const skewLimitMs = 5 * 60 * 1000;

/** A request as it came over the wire. `target` is the path with its query, byte for byte. */
export type SignedRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: {
    readonly userAgent: string | undefined;
    readonly accept: string | undefined;
    readonly authorization: string | undefined;
  };
  readonly body: Buffer;
};

type Authenticated = { readonly account: WechatAccount } | { readonly refused: Reply };

/**
 * The checks that come before any business, in WeChat Pay's order: User-Agent and Accept, the
 * Authorization header's form, the clock (5 min), the certificate's serial, the signature.
 */
export function authenticate(request: SignedRequest, accounts: WechatAccounts, nowMs: number): Authenticated {
  const isPayment = request.target.startsWith("/v3/pay/");
  if (!request.headers.userAgent || !request.headers.accept) {
    const message = "Http头缺少Accept或User-Agent";
    return { refused: isPayment ? signError(message) : refuse(400, { code: "INVALID_REQUEST", message }) };
  }
  const authorization = parseAuthorization(request.headers.authorization);
  if (authorization === null) {
    return { refused: signError("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》") };
  }
  if (Math.abs(nowMs - Number(authorization.timestamp) * 1000) > skewLimitMs) {
    return { refused: signError("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟") };
  }
  const account = accounts.find(authorization.mchid);
  if (account === null || account.serialNo !== authorization.serialNo) {
    return { refused: signError("商户证书序列号有误。请使用签名私钥匹配的证书序列号") };
  }
  const signed = signedText(request, authorization);
  if (!verifySha256(account.publicKey, signed, authorization.signature)) {
    const message = isPayment ? "签名信息错误，验签失败" : "签名错误";
    return { refused: signError(message, mismatch(request, signed)) };
  }
  return { account };
}

/** Method, target, timestamp, nonce and body, each ended by a line feed. */
function signedText(request: SignedRequest, { timestamp, nonce }: Authorization): Buffer {
  const head = Buffer.from(`${request.method}\n${request.target}\n${timestamp}\n${nonce}\n`);
  return Buffer.concat([head, request.body, Buffer.from("\n")]);
}

function signError(message: string, detail?: Readonly<Record<string, unknown>>): Reply {
  return refuse(401, { code: "SIGN_ERROR", message, ...(detail === undefined ? {} : { detail }) });
}

/** The text that the signature was checked against, so that a developer can compare it with the own one. */
function mismatch(request: SignedRequest, signed: Buffer): Readonly<Record<string, unknown>> {
  return {
    detail: { issue: "sign not match" },
    field: "signature",
    location: "authorization",
    sign_information: {
      method: request.method,
      url: request.target,
      sign_message_length: signed.length,
      truncated_sign_message: signed.subarray(0, 512).toString(),
    },
  };
}
