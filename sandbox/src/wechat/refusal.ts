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
  noAuthority: refuse(403, {
    code: "NO_AUTH",
    message: "商户号该产品权限未开通，请前往商户平台>产品中心检查后重试",
  }),
  userPaying: refuse(202, { code: "USERPAYING", message: "需要用户输入支付密码" }),
  refundMissing: refuse(404, { code: "RESOURCE_NOT_EXISTS", message: "退款单不存在" }),
  refundedOrderMissing: refuse(404, { code: "RESOURCE_NOT_EXISTS", message: "订单不存在" }),
  refundChanged: refuse(400, { code: "INVALID_REQUEST", message: "退款单已存在，且与原请求的参数不一致" }),
  refundUnpaid: refuse(400, { code: "INVALID_REQUEST", message: "该订单尚未支付成功，不能退款" }),
  refundTotal: refuse(400, { code: "INVALID_REQUEST", message: "订单金额与原订单不一致，请核实后再试" }),
  refundTooMuch: refuse(400, { code: "INVALID_REQUEST", message: "申请退款金额超过订单可退金额" }),
  refundTooMany: refuse(403, { code: "RULE_LIMIT", message: "该订单的退款次数超过50次" }),
  refundNotAbnormal: refuse(400, { code: "INVALID_REQUEST", message: "退款单的状态不是退款异常" }),
  balanceEmpty: refuse(403, { code: "NOT_ENOUGH", message: "基本账户余额不足，请充值后重新发起" }),
  noCertificates: refuse(404, {
    code: "RESOURCE_NOT_EXISTS",
    message: "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥",
  }),
  onlyReverse: refuse(400, { code: "INVALID_REQUEST", message: "付款码支付的订单不支持关闭，只能撤销" }),
  notReversible: refuse(400, { code: "INVALID_REQUEST", message: "只有付款码支付的订单可以撤销" }),
  billMissing: refuse(400, { code: "NO_STATEMENT_EXIST", message: "请求的账单文件不存在" }),
  billMaking: refuse(400, { code: "STATEMENT_CREATING", message: "请求的账单正在生成中" }),
  billDate: refuse(400, { code: "INVALID_REQUEST", message: "账单日期不在可下载的范围内" }),
  billLink: refuse(400, { code: "INVALID_REQUEST", message: "下载地址无效或已过期，请重新申请账单" }),
  billForeign: refuse(403, { code: "NO_AUTH", message: "没有权限下载该账单" }),
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
