import { describe, expect, it } from "vitest";
import { parseGetPaymentQuery } from "./get-payment-query.ts";

describe("parseGetPaymentQuery", () => {
  it("asks the channel only when told so", () => {
    expect(parseGetPaymentQuery({})).toEqual({ ok: true, value: { sync: false } });
    expect(parseGetPaymentQuery({ sync: "false" })).toEqual({ ok: true, value: { sync: false } });
    expect(parseGetPaymentQuery({ sync: "true" })).toEqual({ ok: true, value: { sync: true } });
  });

  it.each([{ sync: "1" }, { sync: "" }, { sync: "TRUE" }, { sync: ["true", "true"] }, { synch: "true" }])(
    "refuses %j",
    (query) => {
      expect(parseGetPaymentQuery(query)).toMatchObject({ ok: false, errors: [{}] });
    },
  );
});
