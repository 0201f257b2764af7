import type { Problem } from "@compose-pay/contracts";
import { servedMethods } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ApiAnswer, newOrderNo, paymentOf, problemOf, send } from "./harness/merchant.ts";
import { createOperator, type OpenedMerchant, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let operator: Operator;
let second: OpenedMerchant;

beforeAll(async () => {
  // What an operator changes holds from the next call on.
  stage = await openStage({ env: { ingress: { KEYS_FRESH_MS: "0", PLANS_FRESH_MS: "0" } } });
  operator = createOperator(stage);
  second = await operator.openMerchant();
  await operator.openMock(second.appId);
});
afterAll(() => stage.close());

const pend = (order_no = newOrderNo()) => ({ order_no, method: "mock", metadata: { mock: "pend" } });

describe("the list", () => {
  it("gives every payment once, newest first, while others are created", async () => {
    const { calls, appId } = await operator.openMerchant();
    await operator.openMock(appId);
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) made.push((await calls.mustCreate(pend())).id);
    const seen: string[] = [];
    let query = "?limit=3";
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await calls.list(query);
      seen.push(...page.data.map(({ id }) => id));
      expect(page.has_more).toBe(pages < 2);
      await calls.mustCreate(pend());
      query = `?limit=3&starting_after=${page.next_cursor}`;
    }
    expect(seen).toEqual(made.toReversed());
  });

  it("filters by order number, status, method and time", async () => {
    const { merchant } = stage;
    const one = await merchant.mustCreate({ method: "mock" });
    const other = await merchant.mustCreate(pend());
    const ids = async (query: string) => (await merchant.list(query)).data.map(({ id }) => id);
    expect(await ids(`?order_no=${one.order_no}`)).toEqual([one.id]);
    expect(await ids("?status=succeeded&method=mock&limit=1")).toEqual([one.id]);
    expect(await ids("?status=closed")).toEqual([]);
    expect(await ids(`?created_gte=${one.created_at}&created_lt=${other.created_at}`)).toEqual([one.id]);
    expect(await ids("?method=alipay_qr")).toEqual([]);
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=1&limit=2",
    "page=2",
    "status=paid",
    "created_gte=today",
  ])("refuses the query %s", async (query) => {
    expect(
      await refusal(stage.merchant.call({ method: "GET", path: `/v1/payments?${query}` })),
    ).toMatchObject({
      status: 422,
      code: "invalid_request",
    });
  });
});

describe("an app", () => {
  it("sees its own payments only, by whatever call", async () => {
    const order = pend();
    const theirs = await stage.merchant.mustCreate(order);
    const { calls } = second;
    for (const path of ["", "?sync=true"]) {
      const answer = calls.call({ method: "GET", path: `/v1/payments/${theirs.id}${path}` });
      expect((await refusal(answer)).code).toBe("not_found");
    }
    expect((await refusal(calls.close(theirs.id))).code).toBe("not_found");
    const cursor = calls.call({ method: "GET", path: `/v1/payments?starting_after=${theirs.id}` });
    expect((await refusal(cursor)).code).toBe("invalid_request");
    expect((await calls.list(`?order_no=${order.order_no}`)).data).toEqual([]);

    const own = await calls.mustCreate(order);
    expect(own.id).not.toBe(theirs.id);
    expect(await stage.merchant.get(theirs.id)).toEqual(theirs);
  });

  it("has the methods of its contracts", async () => {
    const offers = z.object({ data: z.array(z.looseObject({ method: z.string(), available: z.boolean() })) });
    const methodsOf = async ({ calls }: Pick<OpenedMerchant, "calls">) =>
      offers.parse(JSON.parse((await calls.call({ method: "GET", path: "/v1/methods" })).text)).data;
    const ofDemo = await methodsOf({ calls: stage.merchant });
    expect(ofDemo.map(({ method }) => method).sort()).toEqual(servedMethods.toSorted());
    expect(ofDemo.every(({ available }) => available)).toBe(true);
    expect(await methodsOf(second)).toMatchObject([{ method: "mock", limits: { max_amount: 5_000 } }]);
  });

  it("reaches test accounts with a test key only, and sees nothing of it with a live key", async () => {
    const { key } = await operator.run("key", "create", "--app", second.appId, "--live");
    const headers = { authorization: `Bearer ${String(key)}` };
    const made = await second.calls.mustCreate(pend());
    const path = `/v1/payments/${made.id}`;
    expect((await refusal(second.calls.call({ method: "GET", path, headers }))).code).toBe("not_found");
    expect((await refusal(second.calls.create(pend(), headers))).code).toBe("method_not_enabled");
  });
});

describe("an error code", () => {
  it("key_invalid answers a key that is missing, malformed, unknown or revoked", async () => {
    const revoked = await operator.openMerchant();
    await operator.run("key", "revoke", revoked.keyId);
    const wrong = [
      "",
      "Basic YTpi",
      "Bearer",
      `Bearer sk_test_${"a".repeat(32)}`,
      `Bearer ${revoked.calls.apiKey}`,
    ];
    for (const authorization of wrong) {
      const answer = send(stage.product.apiUrl, {
        method: "GET",
        path: "/v1/payments",
        headers: { authorization },
      });
      expect(await refusal(answer), authorization).toMatchObject({ status: 401, code: "key_invalid" });
    }
  });

  it("ip_not_allowed, merchant_frozen and rate_limited answer who may not call now", async () => {
    const { appId, merchantId, calls } = await operator.openMerchant({ rateLimit: 2 });
    await operator.openMock(appId);
    await operator.run("ip-rule", "add", "--app", appId, "--cidr", "203.0.113.0/24");
    expect(await refusal(calls.create(pend()))).toMatchObject({ status: 403, code: "ip_not_allowed" });
    await operator.run("ip-rule", "remove", "--app", appId, "--cidr", "203.0.113.0/24");
    await operator.run("merchant", "freeze", merchantId);
    expect(await refusal(calls.create(pend()))).toMatchObject({ status: 403, code: "merchant_frozen" });
    await operator.run("merchant", "unfreeze", merchantId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => calls.create(pend())));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(10);
    expect(limited.every((answer) => problemOf(answer).code === "rate_limited")).toBe(true);
    expect(limited.every(({ headers }) => Number(headers.get("retry-after")) >= 1)).toBe(true);
    expect(answers.every(({ headers }) => headers.has("ratelimit") && headers.has("ratelimit-policy"))).toBe(
      true,
    );
  });

  it("method_not_enabled and amount_out_of_range answer what the contract does not allow", async () => {
    const { calls } = second;
    const fields = { method: "wechat_native" };
    expect(await refusal(calls.create(fields))).toMatchObject({ status: 403, code: "method_not_enabled" });
    const jsapi = { method: "wechat_jsapi", payer: { openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" } };
    expect((await refusal(calls.create(jsapi))).code).toBe("method_not_enabled");
    const tooMuch = { ...pend(), amount: 5_001 };
    expect(await refusal(calls.create(tooMuch))).toMatchObject({ status: 422, code: "amount_out_of_range" });
    expect((await calls.list(`?order_no=${tooMuch.order_no}`)).data).toEqual([]);
  });

  it("not_found answers what there is not", async () => {
    const paths = [
      "/v1/payments/pay_01aaaaaaaaaaaaaaaaaaaaaaaa",
      "/v1/payments/7",
      "/v1/nothing",
      "/",
      "/v1/payments/",
    ];
    const odd = [
      "/v1/payments/%00",
      "/v1/payments/%E0%A4%A",
      "/v1/payments/..%2f..%2fetc",
      "/v1/payments/'--",
    ];
    for (const path of [...paths.slice(0, 4), ...odd]) {
      expect(await refusal(stage.merchant.call({ method: "GET", path })), path).toMatchObject({
        status: 404,
      });
    }
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const answer = stage.merchant.call({ method, path: "/v1/payments" });
      expect(await refusal(answer), method).toMatchObject({ status: 404, code: "not_found" });
    }
  });

  it("payment_already_succeeded answers a close after the money", async () => {
    const paid = await stage.merchant.mustCreate({ method: "mock" });
    expect(await refusal(stage.merchant.close(paid.id))).toMatchObject({
      status: 409,
      code: "payment_already_succeeded",
    });
  });
});

describe("a request id", () => {
  it("comes back on every answer, made anew where it cannot be used", async () => {
    const { merchant } = stage;
    const path = "/v1/payments/7";
    const mine = await merchant.call({ method: "GET", path, headers: { "x-request-id": "a.B-c_9" } });
    expect(problemOf(mine).request_id).toBe("a.B-c_9");
    for (const id of ["two words", "x".repeat(65), "<script>", ""]) {
      const answer = await merchant.call({ method: "GET", path, headers: { "x-request-id": id } });
      expect(problemOf(answer).request_id).toMatch(/^req_[0-9a-z]+$/);
    }
  });

  it("is the trace of the payment's rows", async () => {
    const id = newOrderNo();
    const made = paymentOf(await stage.merchant.create(pend(), { "x-request-id": id }));
    const rows = await stage.books.rows(
      `SELECT trace_id FROM payments WHERE id = ? UNION ALL SELECT trace_id FROM attempts WHERE payment_id = ?
       UNION ALL SELECT trace_id FROM channel_calls WHERE payment_id = ?`,
      [made.id, made.id, made.id],
    );
    expect(rows.map((row) => String(row["trace_id"]))).toEqual([id, id, id]);
  });
});

describe("the addresses without a key", () => {
  it.each(["/healthz", "/readyz", "/openapi.json", "/docs/"])("%s answer", async (path) => {
    const answer = await send(stage.product.apiUrl, { method: "GET", path });
    expect([answer.status, answer.text.length > 10]).toEqual([200, true]);
  });
});

describe("the logs", () => {
  it("hold no secret", async () => expect(await stage.leaks()).toEqual([]));
});

async function refusal(answer: Promise<ApiAnswer>): Promise<Problem> {
  return problemOf(await answer);
}
