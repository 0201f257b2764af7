import type { Reply } from "../core/answer.ts";
import { fromGatewayTime } from "../core/china-time.ts";
import { verifySha256 } from "../core/rsa.ts";
import type { AlipayAccount, AlipayAccounts } from "./account.ts";
import { refusal } from "./node.ts";
import type { Params } from "./signed-params.ts";
import { joinSorted } from "./signed-params.ts";

const skewLimitMs = 5 * 60 * 1000;

type Authenticated =
  | { readonly account: AlipayAccount; readonly method: string }
  | { readonly refused: Reply };

/** What the gateway needs to judge a caller. */
export type Gate = {
  readonly accounts: AlipayAccounts;
  readonly methods: readonly string[];
  /** In real time. */
  readonly nowMs: number;
  /** How old a signed request may be, in milliseconds: 5 minutes unless it is one that waits for a person. */
  maxAgeMs(method: string): number | undefined;
};

/**
 * The gateway's checks before any business, in its order: method, app_id, certificates, signature (RSA2
 * only), time.
 */
export function authenticate(params: Params, gate: Gate): Authenticated {
  const method = params["method"];
  if (!method) return missing("method", "缺少方法名参数");
  if (!gate.methods.includes(method)) return invalid("invalid-method", "不存在的方法名");
  const appId = params["app_id"];
  if (!appId) return missing("app-id", "缺少AppID参数");
  const account = gate.accounts.find(appId);
  if (account === null) return invalid("invalid-app-id", "无效的AppID参数");
  const refused =
    checkForm(params) ??
    checkCertificates(params, account, gate.nowMs) ??
    checkSignature(params, account) ??
    checkTime(params, gate.nowMs, gate.maxAgeMs(method));
  return refused ?? { account, method };
}

type Refused = { readonly refused: Reply };

function checkForm(params: Params): Refused | null {
  if (!params["version"]) return missing("version", "缺少版本参数");
  if (params["version"] !== "1.0") return invalid("invalid-version", "无效的版本参数");
  if (params["format"] && params["format"].toUpperCase() !== "JSON") {
    return invalid("invalid-format", "无效的数据格式");
  }
  if (!params["charset"]) return missing("charset", "缺少字符集参数");
  if (params["charset"].toLowerCase() !== "utf-8") return invalid("invalid-charset", "无效的字符集参数");
  return null;
}

function checkSignature(params: Params, account: AlipayAccount): Refused | null {
  if (!params["sign_type"]) return missing("signature-type", "缺少签名类型参数");
  if (params["sign_type"] !== "RSA2") return invalid("invalid-sign-type", "无效的签名类型");
  if (!params["sign"]) return missing("signature", "缺少签名参数");
  const text = joinSorted(withoutEmpty(params), ["sign"]);
  if (verifySha256(account.publicKey, Buffer.from(text), params["sign"])) return null;
  return invalid(
    "invalid-signature",
    `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${text}`,
  );
}

/** In certificate mode both numbers must be there and be the account's; in key mode there is none. */
function checkCertificates(params: Params, account: AlipayAccount, nowMs: number): Refused | null {
  const { certificate } = account;
  const { app_cert_sn: sn, alipay_root_cert_sn: rootSn } = params;
  if (certificate === undefined) return sn ? invalid("app-cert-not-exist", "应用公钥证书不存在") : null;
  if (!sn) return missing("app-cert-sn", "缺少应用公钥证书序列号");
  if (sn !== certificate.sn) return invalid("app-cert-not-exist", "应用公钥证书不存在");
  if (nowMs > certificate.expiresAt) return invalid("app-cert-expired", "应用公钥证书已过期");
  if (!rootSn) return missing("alipay-root-cert-sn", "缺少支付宝根证书序列号");
  return rootSn === certificate.rootSn
    ? null
    : invalid("invalid-alipay-root-cert-sn", "支付宝根证书序列号错误");
}

/** `yyyy-MM-dd HH:mm:ss` in GMT+8, at most 5 min ahead and at most `maxAgeMs` old. */
function checkTime(params: Params, nowMs: number, maxAgeMs = skewLimitMs): Refused | null {
  if (!params["timestamp"]) return missing("timestamp", "缺少时间戳参数");
  const sentAt = fromGatewayTime(params["timestamp"]);
  if (sentAt !== null && sentAt - nowMs <= skewLimitMs && nowMs - sentAt <= maxAgeMs) return null;
  return invalid("invalid-timestamp", "非法的时间戳参数");
}

function withoutEmpty(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ""));
}

function missing(what: string, message: string): Refused {
  return { refused: refusal("40001", `isv.missing-${what}`, message) };
}

function invalid(subCode: string, message: string): Refused {
  return { refused: refusal("40002", `isv.${subCode}`, message) };
}
