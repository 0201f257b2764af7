import type { RefusalMeaning } from "../gateway-answer.ts";

/** The `code` of an error, and the field of the request that its `detail` finds fault with. */
export interface ErrorCode {
  readonly code: string;
  readonly field: string | null;
}

/** What an error code says in the answer to one kind of call. */
export type CodeMeaning = (error: ErrorCode) => RefusalMeaning;

/**
 * WeChat Pay APIv3, error codes of orders. They differ a little between the pages of its documentation, so
 * that several spellings stand here; an unlisted code is a plain refusal. `INVALID_REQUEST` is said of a
 * fault in the request, and of an order that cannot be made any more because it is paid.
 */
export const meaningForOrder: CodeMeaning = ({ code, field }) => {
  if (code === "INVALID_REQUEST") return { kind: "ask", ifAbsent: field === null ? "refused" : "declined" };
  return common.get(code) ?? orders.get(code) ?? { kind: "declined", code: "channel_refused" };
};

/**
 * The same for refunds: what a refusal means, the refund's own state tells. A balance that is too low may
 * be filled up; the same number is then taken. Only a code that is final for the request or its order says
 * that there will be none: with any other an earlier call may still be under way.
 */
export const meaningForRefund: CodeMeaning = ({ code }) => {
  if (code === "NOT_ENOUGH") return { kind: "throttled", reason: "balance_not_enough" };
  return common.get(code) ?? { kind: "ask", ifAbsent: finalForRefund.has(code) ? "declined" : "refused" };
};

/** The same for what is only looked up: `absent` is the one refusal that says something. */
export const meaningForLookUp: CodeMeaning = ({ code }) => {
  if (code === "RESOURCE_NOT_EXISTS") return { kind: "absent" };
  return common.get(code) ?? { kind: "ask", ifAbsent: "refused" };
};

/** The same for bills: `absent` is a day without any activity. */
export const meaningForBill: CodeMeaning = ({ code }) => {
  if (code === "NO_STATEMENT_EXIST") return { kind: "absent" };
  return common.get(code) ?? { kind: "ask", ifAbsent: "refused" };
};

const ask = { kind: "ask", ifAbsent: "order_differs" } as const;
const underWay = { kind: "ask", ifAbsent: "refused" } as const;
const absent = { kind: "absent" } as const;
const throttled = { kind: "throttled" } as const;
const unknown = { kind: "unknown" } as const;
const misconfigured = { kind: "misconfigured" } as const;
const payerRefused = { kind: "declined", code: "payer_refused" } as const;

const finalForRefund: ReadonlySet<string> = new Set([
  "PARAM_ERROR",
  "INVALID_REQUEST",
  "INVALID_TRANSACTIONID",
  "REFUND_FEE_MISMATCH",
  "RULE_LIMIT",
  "TRADE_OVERDUE",
  "USER_ACCOUNT_ABNORMAL",
]);

const common: ReadonlyMap<string, RefusalMeaning> = new Map<string, RefusalMeaning>([
  ["FREQUENCY_LIMITED", throttled],
  ["FREQUENCY_LIMIT_EXCEED", throttled],
  ["RATELIMIT_EXCEEDED", throttled],
  ["SYSTEM_ERROR", unknown],
  ["SYSTEMERROR", unknown],
  ["SERVICE_UNAVAILABLE", unknown],
  ["BANK_ERROR", unknown],
  ["SIGN_ERROR", misconfigured],
  ["NO_AUTH", misconfigured],
  ["APPID_MCHID_NOT_MATCH", misconfigured],
  ["MCH_NOT_EXISTS", misconfigured],
]);

const orders: ReadonlyMap<string, RefusalMeaning> = new Map<string, RefusalMeaning>([
  ["OUT_TRADE_NO_USED", ask],
  ["ORDER_PAID", ask],
  ["ORDERPAID", ask],
  ["ORDER_CLOSED", ask],
  ["ORDERCLOSED", ask],
  ["ORDER_NOT_EXIST", absent],
  ["ORDERNOTEXIST", absent],
  ["USERPAYING", underWay],
  ["ACCEPTED", underWay],
  ["PARAM_ERROR", { kind: "declined", code: "parameters_refused" }],
  ["RULE_LIMIT", { kind: "declined", code: "risk_refused" }],
  ["ACCOUNT_ERROR", payerRefused],
  ["USER_ACCOUNT_ABNORMAL", payerRefused],
  ["AUTH_CODE_EXPIRED", payerRefused],
  ["AUTH_CODE_INVALID", payerRefused],
  ["NOT_ENOUGH", payerRefused],
]);
