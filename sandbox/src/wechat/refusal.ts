import type { Reply } from "../core/answer.ts";

/** A pointer to what is wrong, as WeChat Pay gives it with PARAM_ERROR and SIGN_ERROR. */
type Detail = Readonly<Record<string, unknown>>;

type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly detail?: Detail;
};

/** `{"code","message","detail"?}` with its HTTP status (WeChat Pay APIv3, error codes). */
export function refuse(status: number, refusal: Refusal): Reply {
  return { status, body: JSON.stringify(refusal) };
}

export function ok(body: unknown): Reply {
  return { status: 200, body: JSON.stringify(body) };
}

export const refusals = {
  orderMissing: refuse(404, { code: "ORDER_NOT_EXIST", message: "订单不存在" }),
  orderPaid: refuse(400, { code: "ORDER_PAID", message: "该订单已支付" }),
  orderClosed: refuse(400, { code: "ORDER_CLOSED", message: "该订单已关闭" }),
  numberUsed: refuse(403, { code: "OUT_TRADE_NO_USED", message: "商户订单号重复" }),
  appidMismatch: refuse(400, { code: "APPID_MCHID_NOT_MATCH", message: "appid和mch_id不匹配" }),
  tooFast: refuse(429, { code: "FREQUENCY_LIMITED", message: "频率限制" }),
  breakdown: refuse(500, { code: "SYSTEM_ERROR", message: "系统异常，请稍后重试" }),
} as const;

/** The internal result code that ends a `Request-ID`, by the refusal's code. */
export function resultCode(reply: Reply): number {
  if (reply.status < 300) return 0;
  const code = /^\{"code":"([A-Z_]+)"/.exec(reply.body)?.[1] ?? "";
  return resultCodes[code] ?? 268_435_456;
}

const resultCodes: Readonly<Record<string, number>> = {
  PARAM_ERROR: 268_435_461,
  INVALID_REQUEST: 268_435_461,
  SIGN_ERROR: 268_443_699,
  ORDER_PAID: 268_449_538,
  OUT_TRADE_NO_USED: 268_498_688,
  ORDER_NOT_EXIST: 268_512_771,
};
