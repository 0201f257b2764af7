import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startListener } from "../testing/merchant-listener.ts";
import type { Received } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant, openWechatMerchant } from "../testing/wechat-merchant.ts";

const base = "/v3/pay/partner/transactions";
const refunds = "/v3/refund/domestic/refunds";
const envelope = z.object({
  resource: z.object({ ciphertext: z.string(), nonce: z.string(), associated_data: z.string() }),
});

let sandbox: SandboxFixture;
let provider: WechatMerchant;
let parties: { sp_appid: string; sp_mchid: string; sub_appid: string; sub_mchid: string };
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  provider = await openWechatMerchant(sandbox, { sub_mchid: true });
  const { appid, mchid, sub_appid: subAppid = "", sub_mchid: subMchid = "" } = provider.credentials;
  parties = { sp_appid: appid, sp_mchid: mchid, sub_appid: subAppid, sub_mchid: subMchid };
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 60_000 });
});
afterAll(() => sandbox.stop());

const nextNumber = () => `partner-${(lastNumber += 1)}`;
const order = (number: string, more: Readonly<Record<string, unknown>> = {}) => {
  const { appid: _appid, mchid: _mchid, ...rest } = provider.order(number);
  return { ...rest, ...parties, ...more };
};
const numbers = () => ({ sp_mchid: parties.sp_mchid, sub_mchid: parties.sub_mchid });
const query = (by: WechatMerchant, number: string, who: Record<string, string> = numbers()) =>
  by.get(`${base}/out-trade-no/${number}?${new URLSearchParams(who).toString()}`);
const pay = (number: string, body: object = { notify: "none" }) =>
  sandbox.control("POST", `/wechat/orders/${number}/pay`, body);
const opened = (received: Received | undefined): unknown =>
  JSON.parse(provider.decrypt(envelope.parse(JSON.parse(received?.body ?? "")).resource));

describe("a service provider", () => {
  it("has an account that names whom it speaks for", () => {
    expect(provider.credentials.sub_mchid).toMatch(/^19\d{8}$/);
    expect(provider.credentials.sub_appid).toMatch(/^wx\d{16}$/);
    expect(sandbox.accounts.wechat.credentials).not.toHaveProperty("sub_mchid");
  });

  it.each<[string, object, string]>([
    ["native", {}, "code_url"],
    ["jsapi", { payer: { sub_openid: "oSub" } }, "prepay_id"],
    ["jsapi", { payer: { sp_openid: "oSp" } }, "prepay_id"],
    ["app", { sub_appid: undefined }, "prepay_id"],
    ["h5", { scene_info: { payer_client_ip: "::1", h5_info: { type: "Wap" } } }, "h5_url"],
  ])("creates %s orders for its merchant", async (product, more, member) => {
    const number = nextNumber();
    const answer = await provider.post(`${base}/${product}`, order(number, { ...more }));
    expect([answer.status, Object.keys(answer.json)]).toEqual([200, [member]]);
    expect(provider.isProven(answer.headers, answer.body)).toBe(true);
    expect((await provider.post(`${base}/${product}`, order(number, { ...more }))).status).toBe(200);
    expect((await provider.post(`${base}/${product}`, order(number, { ...more, attach: "x" }))).status).toBe(
      403,
    );
  });

  it("finds them by both numbers, with the members of both", async () => {
    const number = nextNumber();
    await provider.post(`${base}/jsapi`, order(number, { payer: { sp_openid: "oSp", sub_openid: "oSub" } }));
    expect((await query(provider, number)).json).toMatchObject({ ...parties, trade_state: "NOTPAY" });
    await pay(number);
    const { json } = await query(provider, number);
    expect(json).toMatchObject({
      ...parties,
      trade_state: "SUCCESS",
      payer: { sp_openid: "oSp", sub_openid: "oSub" },
    });
    for (const member of ["appid", "mchid"]) expect(json).not.toHaveProperty(member);
    const id = `${base}/id/${String(json["transaction_id"])}?${new URLSearchParams(numbers()).toString()}`;
    expect((await provider.get(id)).json).toEqual(json);
  });

  it("closes them, and takes payment codes and reverses them", async () => {
    const [closed, till] = [nextNumber(), nextNumber()];
    await provider.post(`${base}/native`, order(closed));
    expect((await provider.post(`${base}/out-trade-no/${closed}/close`, numbers())).status).toBe(204);
    expect((await query(provider, closed)).json["trade_state"]).toBe("CLOSED");
    const { notify_url: _none, ...atTill } = order(till, { payer: { auth_code: "130000000000000002" } });
    const paying = await provider.post(`${base}/codepay`, atTill);
    expect(paying.json).toMatchObject({ ...parties, trade_state: "USERPAYING" });
    const reversed = await provider.post(`${base}/out-trade-no/${till}/reverse`, parties);
    expect(reversed.json).toEqual({ ...parties, out_trade_no: till });
    expect((await query(provider, till)).json["trade_state"]).toBe("REVOKED");
  });

  it("refunds them with sub_mchid, and hears of both ends with both numbers", async () => {
    const listener = await startListener({ status: 204 });
    const number = nextNumber();
    await provider.post(`${base}/native`, order(number, { notify_url: listener.url }));
    await pay(number, {});
    await listener.waitFor(1);
    expect(opened(listener.received[0])).toMatchObject({ ...parties, out_trade_no: number });
    const more = { sub_mchid: parties.sub_mchid, notify_url: listener.url };
    const refund = await provider.post(refunds, provider.refund(number, `r-${number}`, more));
    expect(refund.json).toMatchObject({ status: "PROCESSING", out_trade_no: number });
    const path = `${refunds}/r-${number}?sub_mchid=${parties.sub_mchid}`;
    expect((await provider.get(path)).json).toEqual(refund.json);
    await sandbox.control("POST", `/wechat/refunds/r-${number}/settle`, { status: "abnormal" });
    await listener.waitFor(2);
    expect(opened(listener.received[1])).toMatchObject({ ...numbers(), refund_status: "ABNORMAL" });
    expect(opened(listener.received[1])).not.toHaveProperty("mchid");
    const abnormal = await provider.post(
      `${refunds}/${String(refund.json["refund_id"])}/apply-abnormal-refund`,
      {
        sub_mchid: parties.sub_mchid,
        out_refund_no: `r-${number}`,
        type: "MERCHANT_BANK_CARD",
      },
    );
    expect(abnormal.json).toMatchObject({ status: "PROCESSING" });
    await sandbox.control("POST", `/wechat/orders/${number}/notify`, { tamper: "account" });
    expect(opened(listener.received[2])).not.toMatchObject({ sp_mchid: parties.sp_mchid });
    await listener.stop();
  });
});

describe("whom nobody may speak for", () => {
  it("a merchant who is not one's own", async () => {
    const stranger = { sub_mchid: "1900000109" };
    const created = await provider.post(`${base}/native`, order(nextNumber(), stranger));
    expect([created.status, created.json["code"]]).toEqual([403, "NO_AUTH"]);
    const number = nextNumber();
    await provider.post(`${base}/native`, order(number));
    expect((await query(provider, number, { ...numbers(), ...stranger })).json["code"]).toBe("NO_AUTH");
    await pay(number);
    for (const more of [{}, stranger]) {
      const refund = await provider.post(refunds, provider.refund(number, `r-${number}`, more));
      expect([refund.status, refund.json["code"]]).toEqual([403, "NO_AUTH"]);
    }
    expect((await provider.get(`${refunds}/r-${number}`)).json["code"]).toBe("NO_AUTH");
  });

  it("a service provider for itself, a merchant for others, one for another", async () => {
    const merchant = createWechatMerchant(sandbox.accounts.wechat);
    const own = await provider.post("/v3/pay/transactions/native", provider.order(nextNumber()));
    expect([own.status, own.json["code"]]).toEqual([403, "NO_AUTH"]);
    const { mchid, appid } = merchant.credentials;
    const forOthers = order(nextNumber(), { sp_mchid: mchid, sp_appid: appid });
    expect((await merchant.post(`${base}/native`, forOthers)).json["code"]).toBe("NO_AUTH");
    const foreign = await merchant.post(`${base}/native`, order(nextNumber()));
    expect([foreign.status, foreign.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(foreign.json["detail"]).toMatchObject({ field: "/sp_mchid" });
  });

  it.each<[string, object, string]>([
    ["without sub_mchid", { sub_mchid: undefined }, "PARAM_ERROR"],
    ["with a merchant's members", { mchid: "1900000109" }, "PARAM_ERROR"],
    ["with a foreign sp_appid", { sp_appid: "wx0000000000000000" }, "APPID_MCHID_NOT_MATCH"],
    ["with a foreign sub_appid", { sub_appid: "wx0000000000000000" }, "APPID_MCHID_NOT_MATCH"],
  ])("an order %s", async (_name, change, code) => {
    const answer = await provider.post(`${base}/native`, order("partner-bad", { ...change }));
    expect(answer.json["code"]).toBe(code);
  });

  it("a payer who is known to neither", async () => {
    const strangers = [{ payer: {} }, { payer: { openid: "o" } }];
    const ofNoApp = { payer: { sub_openid: "oSub" }, sub_appid: undefined };
    for (const more of [...strangers, ofNoApp]) {
      const answer = await provider.post(`${base}/jsapi`, order("partner-bad", more));
      expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    }
  });
});
