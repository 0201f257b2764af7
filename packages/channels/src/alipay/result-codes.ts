import type { RefusalMeaning } from "../gateway-answer.ts";

/** The `code` and `sub_code` of a gateway's answer. */
export interface ResultCode {
  readonly code: string;
  readonly subCode: string | null;
}

/** `alipay.trade.pay` alone: the trade was made, and the customer types a password. */
export const awaitingCustomer = "10003";

/** Whether a call was carried out; whether anything was paid, the body says. */
export function isCarriedOut({ code }: ResultCode, method: string): boolean {
  return code === "10000" || (code === awaitingCustomer && method === "alipay.trade.pay");
}

/**
 * Alipay OpenAPI, public result codes and the business codes of the trade API (ACQ). Only missing or invalid
 * parameters (40001, 40002) and refused business (40004) may say something about the order; whatever else a
 * gateway invents leaves it unknown.
 */
export function meaningOf({ code, subCode }: ResultCode): RefusalMeaning {
  const bySubCode = subCode === null ? undefined : meaningOfSubCode(subCode);
  switch (code) {
    case "20000":
      return unknown;
    case "20001":
    case "40003":
    case "40006":
      return misconfigured;
    case "40005":
      return throttled;
    case "40001":
    case "40002":
      return bySubCode ?? { kind: "declined", code: "parameters_refused" };
    case "40004":
      return bySubCode ?? { kind: "declined", code: "channel_refused" };
    default:
      return unknown;
  }
}

function meaningOfSubCode(subCode: string): RefusalMeaning | undefined {
  // Cancel is known to misspell its own prefix.
  const known = meanings.get(subCode.replace(/^AQC\./, "ACQ."));
  return known ?? (subCode.startsWith("aop.") || subCode.startsWith("isp.") ? unknown : undefined);
}

/**
 * Whether a refused refund will never be, whatever is under way at that moment: the refusal is about its own
 * data or about what may be done with its trade. Every other code leaves the refund unknown. A trade that does
 * not exist is none of them: a refund is of a trade that was paid.
 */
export function isFinalForRefund(code: string): boolean {
  return finalForRefund.has(code);
}

const finalForRefund: ReadonlySet<string> = new Set([
  "ACQ.INVALID_PARAMETER",
  "ACQ.EXIST_FORBIDDEN_WORD",
  "ACQ.DISCORDANT_REPEAT_REQUEST",
  "ACQ.REASON_TRADE_REFUND_FEE_ERR",
  "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
  "ACQ.REFUND_FEE_ERROR",
  "ACQ.NOT_ALLOW_PARTIAL_REFUND",
  "ACQ.TRADE_NOT_ALLOW_REFUND",
  "ACQ.REASON_TRADE_BEEN_FREEZEN",
  "ACQ.TRADE_HAS_FINISHED",
  "ACQ.TRADE_STATUS_ERROR",
  "ACQ.REFUNDALLOC_UNAUTH_LIMIT",
]);

const ask = { kind: "ask", ifAbsent: "order_differs" } as const;
const throttled = { kind: "throttled" } as const;
const unknown = { kind: "unknown" } as const;
const misconfigured = { kind: "misconfigured" } as const;
const payerRefused = { kind: "declined", code: "payer_refused" } as const;
const paymentFailed = { kind: "declined", code: "payment_failed" } as const;
const parametersRefused = { kind: "declined", code: "parameters_refused" } as const;

const meanings: ReadonlyMap<string, RefusalMeaning> = new Map<string, RefusalMeaning>([
  ["ACQ.SYSTEM_ERROR", unknown],
  ["ACQ.TRADE_NOT_EXIST", { kind: "absent" }],
  ["ACQ.TRADE_HAS_SUCCESS", ask],
  ["ACQ.TRADE_HAS_CLOSE", ask],
  ["ACQ.CONTEXT_INCONSISTENT", ask],
  ["ACQ.TRADE_STATUS_ERROR", ask],
  ["ACQ.REASON_TRADE_STATUS_INVALID", ask],
  ["ACQ.REASON_ILLEGAL_STATUS", ask],
  ["ACQ.TRADE_CANCEL_TIME_OUT", ask],
  ["ACQ.CANCEL_NOT_ALLOWED", ask],
  ["ACQ.ACCESS_FORBIDDEN", misconfigured],
  ["ACQ.PARTNER_ERROR", misconfigured],
  ["ACQ.APPLY_PC_MERCHANT_CODE_ERROR", misconfigured],
  ["ACQ.INVALID_PARAMETER", parametersRefused],
  ["ACQ.TOTAL_FEE_EXCEED", parametersRefused],
  ["ACQ.EXIST_FORBIDDEN_WORD", { kind: "declined", code: "risk_refused" }],
  ["ACQ.BUYER_SELLER_EQUAL", payerRefused],
  ["ACQ.BUYER_ENABLE_STATUS_FORBID", payerRefused],
  ["ACQ.PAYMENT_AUTH_CODE_INVALID", paymentFailed],
  ["ACQ.PAYMENT_FAIL", paymentFailed],
  ["ACQ.PULL_MOBILE_CASHIER_FAIL", paymentFailed],
  ["ACQ.BUYER_BALANCE_NOT_ENOUGH", payerRefused],
  ["ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", payerRefused],
  ["ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", payerRefused],
  ["ACQ.ERROR_BALANCE_PAYMENT_DISABLE", payerRefused],
  ["ACQ.SELLER_BALANCE_NOT_ENOUGH", { kind: "throttled", reason: "balance_not_enough" }],
  // Of bills: the documented names, and those that the gateway really gives.
  ["BILL_NOT_EXIST", { kind: "absent" }],
  ["NO_BILL_DATA", { kind: "absent" }],
  ["BILL_DATE_BEFORE_REGISTRATION", { kind: "absent" }],
  ["isp.bill_not_exist", { kind: "absent" }],
  ["isv.bill-not-exist", { kind: "absent" }],
  ["SYSTEM_RATE_LIMIT", throttled],
  ["USER_RATE_LIMIT", throttled],
  ["isv.missing-app-cert-sn", misconfigured],
  ["isv.missing-alipay-root-cert-sn", misconfigured],
  ["isv.invalid-alipay-root-cert-sn", misconfigured],
  ["isv.app-cert-expired", misconfigured],
  ["isv.app-cert-not-exist", misconfigured],
  ["isv.missing-method", misconfigured],
  ["isv.missing-app-id", misconfigured],
  ["isv.missing-signature", misconfigured],
  ["isv.missing-signature-type", misconfigured],
  ["isv.missing-signature-key", misconfigured],
  ["isv.missing-signature-config", misconfigured],
  ["isv.missing-timestamp", misconfigured],
  ["isv.missing-version", misconfigured],
  ["isv.invalid-app-id", misconfigured],
  ["isv.invalid-signature", misconfigured],
  ["isv.invalid-sign-type", misconfigured],
  ["isv.invalid-signature-type", misconfigured],
  ["isv.invalid-timestamp", misconfigured],
  ["isv.invalid-method", misconfigured],
  ["isv.invalid-charset", misconfigured],
  ["isv.suspected-attack", misconfigured],
  ["isv.insufficient-isv-permissions", misconfigured],
  ["isv.app-call-limited", throttled],
  ["isv.method-call-limited", throttled],
]);
