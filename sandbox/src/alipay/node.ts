import type { Reply } from "../core/answer.ts";

const messages = {
  "10000": "Success",
  "20000": "Service Currently Unavailable",
  "40001": "Missing Required Arguments",
  "40002": "Invalid Arguments",
  "40004": "Business Failed",
  "40005": "Call Limited",
} as const;

type Code = keyof typeof messages;

/** The node of a call that succeeded. */
export function success(fields: Readonly<Record<string, unknown>>): Reply {
  return node({ code: "10000", msg: messages["10000"], ...fields });
}

/** The node of a call that was refused (Alipay OpenAPI, public result codes). */
export function refusal(code: Exclude<Code, "10000">, subCode: string, subMessage: string): Reply {
  return node({ code, msg: messages[code], sub_code: subCode, sub_msg: subMessage });
}

/** A refusal by the rules of the acquiring business: 40004 with an `ACQ.` code. */
export function businessFailed(subCode: keyof typeof businessMessages): Reply {
  return refusal("40004", `ACQ.${subCode}`, businessMessages[subCode]);
}

export function invalidParameter(what: string): Reply {
  return refusal("40004", "ACQ.INVALID_PARAMETER", `参数无效：${what}`);
}

const businessMessages = {
  TRADE_NOT_EXIST: "交易不存在",
  TRADE_HAS_SUCCESS: "交易已被支付",
  TRADE_HAS_CLOSE: "交易已经关闭",
  TRADE_STATUS_ERROR: "交易状态不合法",
  REASON_TRADE_STATUS_INVALID: "交易状态异常",
  CONTEXT_INCONSISTENT: "交易信息被篡改",
  TRADE_CANCEL_TIME_OUT: "超过撤销时间范围",
} as const;

/** The gateway escapes slashes, and what it signs is this very text. */
function node(fields: Readonly<Record<string, unknown>>): Reply {
  return { status: 200, body: JSON.stringify(fields).replaceAll("/", String.raw`\/`) };
}
