import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import { until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";
import type { FaultKind } from "./fault.ts";

let sandbox: SandboxFixture;
let wechat: WechatMerchant;
let alipay: AlipayMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  wechat = createWechatMerchant(sandbox.accounts.wechat);
  alipay = createAlipayMerchant(sandbox.accounts.alipay);
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(() => sandbox.stop());

const inForce = (channel: string, fault: FaultKind, more: object = {}) =>
  sandbox.control("PUT", "/faults", [{ channel, operation: "create", fault, times: 1, ...more }]);
const nextNumber = () => `fault_${(lastNumber += 1)}`;
const create = (number: string) => wechat.post("/v3/pay/transactions/native", wechat.order(number));
const isCreated = async (channel: string, number: string) =>
  (await sandbox.control("GET", `/${channel}/orders/${number}`)).status === 200;

/** The fault has hit, so the call has arrived. */
const faultsAreOver = () =>
  until(
    async () => JSON.stringify((await sandbox.control("GET", "/faults")).json) === "[]",
    "the fault to hit",
  );

describe("a WeChat create under a fault", () => {
  it.each<[FaultKind, boolean]>([
    ["reset_before", false],
    ["reset_after", true],
  ])("is cut off: %s", async (fault, isDone) => {
    await inForce("wechat", fault);
    const number = nextNumber();
    await expect(create(number)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await isCreated("wechat", number)).toBe(isDone);
    expect((await create(number)).status).toBe(200);
  });

  it.each<[FaultKind, number, string, boolean]>([
    ["error_500", 500, "SYSTEM_ERROR", false],
    ["error_500_after", 500, "SYSTEM_ERROR", true],
    ["rate_limited", 429, "FREQUENCY_LIMITED", false],
  ])("is answered with a signed error: %s", async (fault, status, code, isDone) => {
    await inForce("wechat", fault);
    const number = nextNumber();
    const answer = await create(number);
    expect([answer.status, answer.json["code"]]).toEqual([status, code]);
    expect(wechat.isProven(answer.headers, answer.body)).toBe(true);
    expect(await isCreated("wechat", number)).toBe(isDone);
  });

  it.each<[FaultKind]>([["bad_signature"], ["signtest"], ["unknown_serial"]])(
    "is done, and its answer proves nothing: %s",
    async (fault) => {
      await inForce("wechat", fault);
      const number = nextNumber();
      const answer = await create(number);
      expect(answer.status).toBe(200);
      expect(wechat.isProven(answer.headers, answer.body)).toBe(false);
      const isProbe = answer.headers["wechatpay-signature"]?.startsWith("WECHATPAY/SIGNTEST/");
      expect(isProbe).toBe(fault === "signtest");
      const known = (await create(number)).headers["wechatpay-serial"];
      expect(answer.headers["wechatpay-serial"] === known).toBe(fault !== "unknown_serial");
      expect(await isCreated("wechat", number)).toBe(true);
    },
  );

  it("is done, and half of its answer comes: truncated", async () => {
    await inForce("wechat", "truncated");
    const number = nextNumber();
    await expect(create(number)).rejects.toThrow();
    expect(await isCreated("wechat", number)).toBe(true);
  });

  it("is answered with a page: not_json", async () => {
    await inForce("wechat", "not_json");
    const answer = await create(nextNumber());
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(answer.headers).not.toHaveProperty("wechatpay-signature");
  });

  it("is done late: delay", async () => {
    await inForce("wechat", "delay", { delay_ms: 500 });
    const number = nextNumber();
    const call = create(number);
    await faultsAreOver();
    expect(await isCreated("wechat", number)).toBe(false);
    expect((await call).status).toBe(200);
    expect(await isCreated("wechat", number)).toBe(true);
  });

  it("is not done and never answered: hang", async () => {
    await inForce("wechat", "hang");
    const number = nextNumber();
    const call = create(number).then(
      () => "answered",
      () => "cut off",
    );
    await faultsAreOver();
    expect(await Promise.race([call, isCreated("wechat", number)])).toBe(false);
    await sandbox.restart();
    expect(await call).toBe("cut off");
    expect(await isCreated("wechat", number)).toBe(false);
    wechat = createWechatMerchant(sandbox.accounts.wechat);
    alipay = createAlipayMerchant(sandbox.accounts.alipay);
  });

  it("is refused as ever when the caller is not known, and the fault waits for the next", async () => {
    await inForce("wechat", "not_json");
    const answer = await wechat.post("/v3/pay/transactions/native", {}, { headers: { authorization: "x" } });
    expect(answer.status).toBe(401);
    expect((await create(nextNumber())).body).toContain("<html>");
  });
});

describe("an Alipay precreate under a fault", () => {
  it.each<[FaultKind, boolean]>([
    ["reset_before", false],
    ["reset_after", true],
  ])("is cut off: %s", async (fault, isDone) => {
    await inForce("alipay", fault);
    const number = nextNumber();
    await expect(alipay.precreate(number)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await isCreated("alipay", number)).toBe(isDone);
  });

  it.each<[FaultKind, boolean]>([
    ["error_500", false],
    ["error_500_after", true],
  ])("meets a broken gateway: %s", async (fault, isDone) => {
    await inForce("alipay", fault);
    const number = nextNumber();
    expect((await alipay.precreate(number)).status).toBe(500);
    expect(await isCreated("alipay", number)).toBe(isDone);
  });

  it("is called off when it is too fast: rate_limited", async () => {
    await inForce("alipay", "rate_limited");
    const number = nextNumber();
    const answer = await alipay.precreate(number);
    expect(answer.node).toMatchObject({ code: "40005", sub_code: "isv.app-call-limited" });
    expect(answer.isProven).toBe(true);
    expect(await isCreated("alipay", number)).toBe(false);
  });

  it.each<[FaultKind]>([["bad_signature"], ["signtest"], ["unknown_serial"], ["not_json"]])(
    "is done, and its answer proves nothing: %s",
    async (fault) => {
      await inForce("alipay", fault);
      const number = nextNumber();
      const answer = await alipay.precreate(number);
      expect([answer.status, answer.isProven]).toEqual([200, false]);
      expect(await isCreated("alipay", number)).toBe(true);
    },
  );

  it("is done, and half of its answer comes: truncated", async () => {
    await inForce("alipay", "truncated");
    await expect(alipay.precreate(nextNumber())).rejects.toThrow();
  });

  it("does not meet the faults of other operations; a cancel is a close", async () => {
    await inForce("alipay", "not_json", { operation: "close" });
    const number = nextNumber();
    expect((await alipay.precreate(number)).isProven).toBe(true);
    expect((await alipay.query(number)).isProven).toBe(true);
    expect((await alipay.cancel(number)).body).toContain("<html>");
  });
});
