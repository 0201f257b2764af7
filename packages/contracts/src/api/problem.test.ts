import { describe, expect, it } from "vitest";
import { errorCodeNames, errorCodes } from "./error-codes.ts";
import { problem, problemOf } from "./problem.ts";

const occurrence = { detail: "order_no A1001 was used before.", requestId: "req-1" };

describe("problemOf", () => {
  it("takes status, title and type from the code", () => {
    expect(problemOf("order_no_conflict", occurrence)).toEqual({
      type: "urn:problem-type:compose-pay:order_no_conflict",
      title: "The order_no was used with other parameters",
      status: 409,
      detail: "order_no A1001 was used before.",
      code: "order_no_conflict",
      request_id: "req-1",
    });
  });

  it.each(errorCodeNames)("makes a document of its own schema for %s", (code) => {
    const document = problemOf(code, { ...occurrence, errors: [{ path: "amount", message: "is required" }] });
    expect(problem.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });
});

describe("errorCodes", () => {
  it("keeps each code with the status that clients rely on", () => {
    const byStatus = Map.groupBy(errorCodeNames, (code) => errorCodes[code].status);
    expect(Object.fromEntries(byStatus)).toEqual({
      400: ["body_malformed"],
      401: ["key_invalid", "signature_invalid"],
      403: ["ip_not_allowed", "method_not_enabled", "merchant_frozen"],
      404: ["not_found", "statement_not_ready"],
      409: [
        "order_no_conflict",
        "refund_no_conflict",
        "payment_already_succeeded",
        "payment_not_succeeded",
        "payment_closed",
      ],
      413: ["body_too_large"],
      422: ["invalid_request", "amount_out_of_range", "refund_exceeds_balance", "url_not_allowed"],
      429: ["rate_limited"],
      500: ["internal_error"],
      503: ["channel_unavailable", "overloaded"],
    });
  });
});
