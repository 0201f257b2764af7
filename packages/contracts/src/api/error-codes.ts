/**
 * Every code that an answer of the API can carry, with its HTTP status and its title (RFC 9457: short,
 * the same for every occurrence). `internal_error` is a fault of the product itself.
 */
export const errorCodes = {
  body_malformed: { status: 400, title: "The body is not valid JSON" },
  key_invalid: { status: 401, title: "The API key is missing, unknown or revoked" },
  signature_invalid: { status: 401, title: "The request's signature is missing or wrong" },
  ip_not_allowed: { status: 403, title: "The address is not on the app's allow-list" },
  method_not_enabled: { status: 403, title: "The app cannot use this method" },
  merchant_frozen: { status: 403, title: "The merchant is frozen" },
  not_found: { status: 404, title: "There is no such object" },
  statement_not_ready: { status: 404, title: "The day is not reconciled yet" },
  order_no_conflict: { status: 409, title: "The order_no was used with other parameters" },
  refund_no_conflict: { status: 409, title: "The refund_no was used with other parameters" },
  payment_already_succeeded: { status: 409, title: "The payment has already succeeded" },
  payment_not_succeeded: { status: 409, title: "The payment has not succeeded" },
  payment_closed: { status: 409, title: "The payment is closed" },
  body_too_large: { status: 413, title: "The body is larger than 64 KiB" },
  invalid_request: { status: 422, title: "The request has faults" },
  amount_out_of_range: { status: 422, title: "The amount is outside the limits" },
  refund_exceeds_balance: { status: 422, title: "The refund exceeds what is left of the payment" },
  url_not_allowed: { status: 422, title: "The URL must not be called" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal_error: { status: 500, title: "The server has failed" },
  channel_unavailable: { status: 503, title: "The channel cannot be reached at present" },
  overloaded: { status: 503, title: "The server cannot take this request at present" },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

export interface ErrorMeaning {
  readonly status: number;
  readonly title: string;
}

export type ErrorCode = keyof typeof errorCodes;

export const errorCodeNames = Object.keys(errorCodes).filter((name): name is ErrorCode => name in errorCodes);
