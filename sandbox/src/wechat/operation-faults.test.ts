import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultKind, Operation } from "../core/fault.ts";
import { until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatAnswer, WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const refunds = "/v3/refund/domestic/refunds";
const transactions = "/v3/pay/transactions";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 3_600_000 });
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(() => sandbox.stop());

/** What is there before the call, the call, and whether its work was done. */
type Case = {
  readonly name: string;
  readonly operation: Operation;
  prepare(number: string): Promise<unknown>;
  call(number: string): Promise<WechatAnswer>;
  /** Null for a call that changes nothing. */
  readonly isDone: ((number: string) => Promise<boolean>) | null;
  readonly status: number;
};

const nothing = () => Promise.resolve();
const native = (number: string) => merchant.post(`${transactions}/native`, merchant.order(number));
const pay = (number: string) => sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
const paid = async (number: string) => {
  await native(number);
  await pay(number);
};
const truth = async (number: string) =>
  JSON.stringify((await sandbox.control("GET", `/wechat/orders/${number}`)).json);
const has = (text: string) => async (number: string) => (await truth(number)).includes(text);
const isThere = has('"out_trade_no"');
const refund = (number: string) => merchant.post(refunds, merchant.refund(number, `r-${number}`));
const codepay = (number: string, ending: string) => {
  const payer = { auth_code: `1300000000000000${ending}` };
  const { notify_url: _none, ...order } = merchant.order(number, { payer });
  return merchant.post(`${transactions}/codepay`, order);
};
const { reverse, close } = {
  reverse: (number: string) =>
    merchant.post(`${transactions}/out-trade-no/${number}/reverse`, {
      appid: merchant.credentials.appid,
      mchid: merchant.credentials.mchid,
    }),
  close: (number: string) =>
    merchant.post(`${transactions}/out-trade-no/${number}/close`, { mchid: merchant.credentials.mchid }),
};
const abnormal = async (number: string) => {
  await paid(number);
  await refund(number);
  await sandbox.control("POST", `/wechat/refunds/r-${number}/settle`, { status: "abnormal" });
};
const applyAbnormal = async (number: string) => {
  const { json } = await sandbox.control("GET", `/wechat/refunds/r-${number}`);
  const { refund_id: id } = Object(json) as { refund_id: string };
  const body = { out_refund_no: `r-${number}`, type: "MERCHANT_BANK_CARD" };
  return merchant.post(`${refunds}/${id}/apply-abnormal-refund`, body);
};
const prepaid = (product: string, more: object) => ({
  name: product,
  operation: "create" as const,
  prepare: nothing,
  call: (number: string) => merchant.post(`${transactions}/${product}`, merchant.order(number, { ...more })),
  isDone: isThere,
  status: 200,
});

const cases: readonly Case[] = [
  prepaid("jsapi", { payer: { openid: "o" } }),
  prepaid("app", {}),
  prepaid("h5", { scene_info: { payer_client_ip: "::1", h5_info: { type: "Wap" } } }),
  {
    name: "codepay",
    operation: "create",
    prepare: nothing,
    call: (number) => codepay(number, "00"),
    isDone: has('"status":"paid"'),
    status: 200,
  },
  {
    name: "query",
    operation: "query",
    prepare: native,
    call: (number) => merchant.byNumber(number),
    isDone: null,
    status: 200,
  },
  {
    name: "close",
    operation: "close",
    prepare: native,
    call: close,
    isDone: has('"status":"closed"'),
    status: 204,
  },
  {
    name: "reverse",
    operation: "close",
    prepare: (number) => codepay(number, "00"),
    call: reverse,
    isDone: has('"status":"success"'),
    status: 200,
  },
  {
    name: "refund",
    operation: "refund",
    prepare: paid,
    call: refund,
    isDone: has('"status":"processing"'),
    status: 200,
  },
  {
    name: "abnormal refund",
    operation: "refund",
    prepare: abnormal,
    call: applyAbnormal,
    isDone: has('"status":"processing"'),
    status: 200,
  },
  {
    name: "refund query",
    operation: "refund_query",
    prepare: async (number) => {
      await paid(number);
      await refund(number);
    },
    call: (number) => merchant.get(`${refunds}/r-${number}`),
    isDone: null,
    status: 200,
  },
  {
    name: "certificates",
    operation: "certificates",
    prepare: nothing,
    call: () => merchant.get("/v3/certificates"),
    isDone: null,
    status: 200,
  },
];

/** Prepares, puts the fault in force for one call and makes it. */
async function meet(each: Case, fault: FaultKind, more: object = {}) {
  const number = `fault-${(lastNumber += 1)}`;
  await each.prepare(number);
  await sandbox.control("PUT", "/faults", [
    { channel: "wechat", operation: each.operation, fault, times: 1, ...more },
  ]);
  const outcome = await each.call(number).then(
    (answer) => answer,
    () => null,
  );
  const isDone = each.isDone === null ? null : await each.isDone(number);
  return { number, outcome, isDone };
}

describe.each(cases)("a WeChat $name under a fault", (each) => {
  const done = each.isDone === null ? null : true;
  const undone = each.isDone === null ? null : false;
  /** The same call again gives what the first one would have given, or says that it was done. */
  const repeats = async (number: string) => {
    const again = await each.call(number);
    const wasCharged = each.name === "codepay" && again.json["code"] === "ORDER_PAID";
    expect(wasCharged || again.status === each.status).toBe(true);
    expect(merchant.isProven(again.headers, again.body)).toBe(true);
    if (each.isDone !== null) expect(await each.isDone(number)).toBe(true);
  };

  it("is cut off before and after its work", async () => {
    const before = await meet(each, "reset_before");
    expect([before.outcome, before.isDone]).toEqual([null, undone]);
    await repeats(before.number);
    const after = await meet(each, "reset_after");
    expect([after.outcome, after.isDone]).toEqual([null, done]);
    await repeats(after.number);
  });

  it("is answered with a proven error, before and after its work", async () => {
    for (const [fault, status, isDone] of [
      ["error_500", 500, undone],
      ["error_500_after", 500, done],
      ["rate_limited", 429, undone],
    ] as const) {
      const met = await meet(each, fault);
      expect([fault, met.outcome?.status, met.isDone]).toEqual([fault, status, isDone]);
      expect(merchant.isProven(met.outcome?.headers ?? {}, met.outcome?.body ?? "")).toBe(true);
      await repeats(met.number);
    }
  });

  it("is done, and its answer proves nothing", async () => {
    for (const fault of ["bad_signature", "signtest", "unknown_serial"] as const) {
      const met = await meet(each, fault);
      expect([fault, met.outcome?.status, met.isDone]).toEqual([fault, each.status, done]);
      expect(merchant.isProven(met.outcome?.headers ?? {}, met.outcome?.body ?? "")).toBe(false);
      await repeats(met.number);
    }
  });

  it("is done, and no whole answer comes", async () => {
    const half = await meet(each, "truncated");
    expect([half.outcome, half.isDone]).toEqual([null, done]);
    const page = await meet(each, "not_json");
    expect([page.outcome?.headers["content-type"], page.isDone]).toEqual(["text/html; charset=utf-8", done]);
    await repeats(page.number);
  });

  it("is done late", async () => {
    const late = await meet(each, "delay", { delay_ms: 20 });
    expect([late.outcome?.status, late.isDone]).toEqual([each.status, done]);
  });

  it("meets no fault of another operation", async () => {
    const other = each.operation === "query" ? "create" : "query";
    const met = await meet({ ...each, operation: other }, "not_json");
    expect([met.outcome?.status, met.isDone]).toEqual([each.status, done]);
  });
});

describe("every WeChat call under a hang", () => {
  it("is not done and never answered", async () => {
    const calls: Promise<string>[] = [];
    const numbers: string[] = [];
    for (const each of cases) {
      const number = `hang-${(lastNumber += 1)}`;
      numbers.push(number);
      await each.prepare(number);
      const fault = { channel: "wechat", operation: each.operation, fault: "hang", times: 1 };
      await sandbox.control("PUT", "/faults", [fault]);
      calls.push(
        each.call(number).then(
          () => "answered",
          () => "cut off",
        ),
      );
      await until(
        async () => JSON.stringify((await sandbox.control("GET", "/faults")).json) === "[]",
        `the fault to hit ${each.name}`,
      );
    }
    for (const [at, each] of cases.entries())
      expect([each.name, (await each.isDone?.(numbers[at] ?? "")) ?? false]).toEqual([each.name, false]);
    await sandbox.restart();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["cut off"]));
    merchant = createWechatMerchant(sandbox.accounts.wechat);
  });
});
