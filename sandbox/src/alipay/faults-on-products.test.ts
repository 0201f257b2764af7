import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultKind } from "../core/fault.ts";
import type { AlipayAnswer, AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import { until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
  await sandbox.control("PUT", "/alipay/refund-delay", { ms: 0 });
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(() => sandbox.stop());

type Truth = { readonly status: number; readonly json: unknown };

/** One operation: what must be there before, the call, and how one sees that it was done. */
type Case = {
  readonly operation: string;
  prepare(number: string): Promise<unknown>;
  call(number: string): Promise<AlipayAnswer>;
  isDone(truth: Truth): boolean;
};

const nothing = async () => null;
const isThere = ({ status }: Truth) => status === 200;
const has = (text: string) => (truth: Truth) => JSON.stringify(truth.json).includes(text);
const cases: Readonly<Record<string, Case>> = {
  "alipay.trade.create": {
    operation: "create",
    prepare: nothing,
    call: (number) => merchant.create(number),
    isDone: isThere,
  },
  "alipay.trade.pay": {
    operation: "create",
    prepare: nothing,
    call: (number) => merchant.pay(number),
    isDone: has('"status":"paid"'),
  },
  "alipay.trade.close": {
    operation: "close",
    prepare: (number) => merchant.create(number),
    call: (number) => merchant.close(number),
    isDone: has('"status":"closed"'),
  },
  "alipay.trade.cancel": {
    operation: "close",
    prepare: (number) => merchant.pay(number),
    call: (number) => merchant.cancel(number),
    isDone: has('"refunds":[{'),
  },
  "alipay.trade.refund": {
    operation: "refund",
    prepare: (number) => merchant.pay(number),
    call: (number) => merchant.refund(number, { refund_amount: "8.88" }),
    isDone: has('"refunds":[{'),
  },
};
const nextNumber = () => `faulty_${(lastNumber += 1)}`;
const inForce = (operation: string, fault: FaultKind, more: object = {}) =>
  sandbox.control("PUT", "/faults", [{ channel: "alipay", operation, fault, times: 1, ...more }]);
const truthOf = (number: string) => sandbox.control("GET", `/alipay/orders/${number}`);

/** What became of a call under a fault: how it was answered and whether it was done. */
async function under(fault: FaultKind, one: Case, more: object = {}) {
  const number = nextNumber();
  await one.prepare(number);
  await inForce(one.operation, fault, more);
  const answer = await one.call(number).catch((error: unknown) => error);
  return { answer, isDone: one.isDone(await truthOf(number)) };
}

describe.each(Object.entries(cases))("%s under a fault", (_name, one) => {
  it.each<[FaultKind, boolean]>([
    ["reset_before", false],
    ["reset_after", true],
    ["truncated", true],
  ])("is cut off: %s", async (fault, isDone) => {
    const hit = await under(fault, one);
    expect(hit.answer).toBeInstanceOf(Error);
    expect(hit.isDone).toBe(isDone);
  });

  it.each<[FaultKind, boolean, object]>([
    ["error_500", false, { status: 500, isProven: false }],
    ["error_500_after", true, { status: 500, isProven: false }],
    ["rate_limited", false, { node: { code: "40005" }, isProven: true }],
    ["bad_signature", true, { status: 200, isProven: false }],
    ["signtest", true, { status: 200, isProven: false }],
    ["unknown_serial", true, { status: 200, isProven: false }],
    ["not_json", true, { status: 200, isProven: false }],
  ])("answers in its way: %s", async (fault, isDone, answer) => {
    const hit = await under(fault, one);
    expect(hit.answer).toMatchObject(answer);
    expect(hit.isDone).toBe(isDone);
  });

  it("is answered late: delay", async () => {
    const startedAt = performance.now();
    const hit = await under("delay", one, { delay_ms: 100 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
    expect(hit).toMatchObject({ answer: { isProven: true }, isDone: true });
  });

  it("meets no fault of another operation", async () => {
    const number = nextNumber();
    await one.prepare(number);
    await inForce("query", "not_json");
    expect((await one.call(number)).isProven).toBe(true);
  });
});

describe("looking and fetching under a fault", () => {
  it.each(["query", "refund_query", "certificates"])("hits %s", async (operation) => {
    const number = nextNumber();
    await merchant.pay(number);
    const calls: Readonly<Record<string, () => Promise<AlipayAnswer>>> = {
      query: () => merchant.query(number),
      refund_query: () => merchant.queryRefund(number, { out_request_no: "r" }),
      certificates: () =>
        merchant.send({ method: "alipay.open.app.alipaycert.download", biz: { alipay_cert_sn: "0" } }),
    };
    await inForce(operation, "bad_signature");
    expect((await calls[operation]?.())?.isProven).toBe(false);
    expect((await calls[operation]?.())?.isProven).toBe(true);
  });
});

describe.each(["page", "wap"] as const)("the cashier of %s under a fault", (kind) => {
  const open = async (number: string) => {
    const answer = await request(`${sandbox.url}/gateway.do?${merchant.sign(kind, number)}`);
    return { status: answer.statusCode, text: await answer.body.text() };
  };

  it.each<[FaultKind, boolean]>([
    ["reset_before", false],
    ["reset_after", true],
    ["truncated", true],
  ])("is cut off: %s", async (fault, isDone) => {
    const number = nextNumber();
    await inForce("create", fault);
    await expect(open(number)).rejects.toThrow();
    expect(isThere(await truthOf(number))).toBe(isDone);
  });

  it.each<[FaultKind, boolean, number, string]>([
    ["error_500", false, 500, "500 Internal Server Error"],
    ["error_500_after", true, 500, "500 Internal Server Error"],
    ["rate_limited", false, 200, "isv.app-call-limited"],
    ["not_json", true, 200, "502 Bad Gateway"],
    ["bad_signature", true, 200, "/login"],
    ["signtest", true, 200, "/login"],
    ["unknown_serial", true, 200, "/login"],
  ])("shows a page: %s", async (fault, isDone, status, text) => {
    const number = nextNumber();
    await inForce("create", fault);
    const page = await open(number);
    expect(page.status).toBe(status);
    expect(page.text).toContain(text);
    expect(isThere(await truthOf(number))).toBe(isDone);
  });
});

describe("a refund under a fault that never answers", () => {
  it("is not done: hang", async () => {
    const number = nextNumber();
    await merchant.pay(number);
    await inForce("refund", "hang");
    const call = merchant.refund(number, { refund_amount: "8.88" }).catch((error: unknown) => error);
    const faults = async () => JSON.stringify((await sandbox.control("GET", "/faults")).json);
    await until(async () => (await faults()) === "[]", "the fault to hit");
    expect(await Promise.race([call, truthOf(number)])).toMatchObject({ json: { refunds: [] } });
    await sandbox.restart();
    expect(await call).toBeInstanceOf(Error);
    expect(await truthOf(number)).toMatchObject({ json: { status: "paid", refunds: [] } });
  });
});
