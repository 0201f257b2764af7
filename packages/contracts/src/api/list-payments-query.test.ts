import { parse } from "node:querystring";
import { describe, expect, it } from "vitest";
import { parseListPaymentsQuery } from "./list-payments-query.ts";

const read = (query: string) => parseListPaymentsQuery(parse(query));

describe("parseListPaymentsQuery", () => {
  it("asks for the first 20 when nothing is said", () => {
    expect(read("")).toEqual({ ok: true, value: { limit: 20 } });
  });

  it("reads every parameter", () => {
    const query =
      "limit=100&starting_after=pay_1&order_no=A-1&status=succeeded&method=alipay_qr" +
      "&created_gte=2026-01-31T08:00:00%2B08:00&created_lt=2026-02-28T23:59:59.5Z";
    expect(read(query)).toEqual({
      ok: true,
      value: {
        limit: 100,
        starting_after: "pay_1",
        order_no: "A-1",
        status: "succeeded",
        method: "alipay_qr",
        created_gte: new Date("2026-01-31T00:00:00Z"),
        created_lt: new Date("2026-02-28T23:59:59.500Z"),
      },
    });
  });

  it.each(["limit=1", "limit=100", "created_gte=1970-01-01T00:00:00Z", "created_lt=9998-12-31T23:59:59Z"])(
    "accepts %s",
    (query) => {
      expect(read(query).ok).toBe(true);
    },
  );

  it.each([
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=1.0",
    "limit=1e1",
    "limit=010",
    "limit=",
    "limit=1&limit=2",
    "starting_after=",
    "starting_after=a%00b",
    "order_no=a%20b",
    "order_no=",
    "status=paid",
    "method=cash",
    "created_gte=2026-01-31",
    "created_gte=2026-01-31T08:00Z",
    "created_gte=2026-01-31T08:00:00",
    "created_gte=2026-01-31T08:00:00+08:00",
    "created_gte=2026-02-30T08:00:00Z",
    "created_gte=1769846400",
    "created_lt=1969-12-31T23:59:59Z",
    "created_lt=9999-12-31T23:59:59-23:59",
  ])("refuses %s, naming the parameter", (query) => {
    const [name] = query.split("=");
    expect(read(query)).toMatchObject({ ok: false, errors: [{ path: name }] });
  });

  it("says what is wrong with a repeated or an unknown parameter", () => {
    expect(read("status=closed&status=failed&page=2&__proto__=x")).toEqual({
      ok: false,
      errors: [
        { path: "status", message: "must be given only once" },
        { path: "page", message: "is not a known parameter" },
        { path: "__proto__", message: "is not a known parameter" },
      ],
    });
  });
});
