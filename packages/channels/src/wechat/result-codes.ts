import type { RefusalMeaning } from "../gateway-answer.ts";

/**
 * WeChat Pay APIv3, error codes. They differ a little between the pages of its documentation, so that
 * several spellings stand here; an unlisted code is a plain refusal.
 */
export function meaningOf(code: string): RefusalMeaning {
  return meanings.get(code) ?? { kind: "declined", code: "channel_refused" };
}

const ask = { kind: "ask", provesOrder: true } as const;
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
  ["INVALID_REQUEST", { kind: "ask", provesOrder: false }],
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
