import type { RefusalMeaning } from "../gateway-answer.ts";

/** The `code` of an error, and the field of the request that its `detail` finds fault with. */
export interface ErrorCode {
  readonly code: string;
  readonly field: string | null;
}

/**
 * WeChat Pay APIv3, error codes. They differ a little between the pages of its documentation, so that
 * several spellings stand here; an unlisted code is a plain refusal. `INVALID_REQUEST` is said of a fault
 * in the request, and of an order that cannot be made any more because it is paid.
 */
export function meaningOf({ code, field }: ErrorCode): RefusalMeaning {
  if (code === "INVALID_REQUEST") return { kind: "ask", ifAbsent: field === null ? "refused" : "declined" };
  return meanings.get(code) ?? { kind: "declined", code: "channel_refused" };
}

const ask = { kind: "ask", ifAbsent: "order_differs" } as const;
const absent = { kind: "absent" } as const;
const throttled = { kind: "throttled" } as const;
const unknown = { kind: "unknown" } as const;
const misconfigured = { kind: "misconfigured" } as const;

const meanings: ReadonlyMap<string, RefusalMeaning> = new Map<string, RefusalMeaning>([
  ["OUT_TRADE_NO_USED", ask],
  ["ORDER_PAID", ask],
  ["ORDERPAID", ask],
  ["ORDER_CLOSED", ask],
  ["ORDERCLOSED", ask],
  ["ORDER_NOT_EXIST", absent],
  ["ORDERNOTEXIST", absent],
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
  ["PARAM_ERROR", { kind: "declined", code: "parameters_refused" }],
  ["RULE_LIMIT", { kind: "declined", code: "risk_refused" }],
  ["ACCOUNT_ERROR", { kind: "declined", code: "payer_refused" }],
  ["USER_ACCOUNT_ABNORMAL", { kind: "declined", code: "payer_refused" }],
]);
