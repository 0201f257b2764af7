import type { Reply } from "../core/answer.ts";

const messages = {
  "10000": "Success",
  "10003": "order success pay inprocess",
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

/** The node of a payment that waits for the customer's password. */
export function stillPaying(fields: Readonly<Record<string, unknown>>): Reply {
  return node({ code: "10003", msg: messages["10003"], ...fields });
}

/** The node of a call of which the gateway does not know what became. */
export function unknownOutcome(): Reply {
  return refusal("20000", "isp.unknow-error", "系统繁忙");
}

/** The node of a call that was refused (Alipay OpenAPI, public result codes). */
export function refusal(code: Exclude<Code, "10000" | "10003">, subCode: string, subMessage: string): Reply {
  return node({ code, msg: messages[code], sub_code: subCode, sub_msg: subMessage });
}

/** A refusal by the rules of the acquiring business: 40004 with an `ACQ.` code, and what else it says. */
export function businessFailed(subCode: BusinessFailure, more: Readonly<Record<string, string>> = {}): Reply {
  const sub = { sub_code: `ACQ.${subCode}`, sub_msg: businessMessages[subCode] };
  return node({ code: "40004", msg: messages["40004"], ...sub, ...more });
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
  TRADE_HAS_FINISHED: "交易已完结",
  TRADE_NOT_ALLOW_REFUND: "当前交易不允许退款",
  REASON_TRADE_REFUND_FEE_ERR: "退款金额无效",
  REFUND_AMT_NOT_EQUAL_TOTAL: "退款金额与订单金额不一致",
  DISCORDANT_REPEAT_REQUEST: "请求信息不一致",
  SELLER_BALANCE_NOT_ENOUGH: "卖家余额不足",
  BUYER_SELLER_EQUAL: "买卖家不能相同",
  PAYMENT_AUTH_CODE_INVALID: "支付失败，获取顾客账户信息失败，请顾客刷新付款码后重新收款",
  BUYER_BALANCE_NOT_ENOUGH: "买家余额不足",
} as const;

export type BusinessFailure = keyof typeof businessMessages;

/** The gateway escapes slashes, and what it signs is this very text. */
function node(fields: Readonly<Record<string, unknown>>): Reply {
  return { status: 200, body: JSON.stringify(fields).replaceAll("/", String.raw`\/`) };
}
