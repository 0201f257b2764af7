import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatAnswer, WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";
import type { WechatAccountFile } from "./account-file.ts";

const native = "/v3/pay/transactions/native";
const certificates = "/v3/certificates";
const staleSeconds = Math.floor(Date.now() / 1000) - 301;

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let otherFile: WechatAccountFile;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
  const opened = await sandbox.control("POST", "/accounts", { channel: "wechat" });
  // because the control answers an account file of the channel that was asked for
  otherFile = opened.json as WechatAccountFile;
});
afterAll(() => sandbox.stop());

/** The demo merchant with something about it that is not its own. */
const impostor = (changes: Partial<WechatAccountFile["credentials"]>) => {
  const file = sandbox.accounts.wechat;
  return createWechatMerchant({ ...file, credentials: { ...file.credentials, ...changes } });
};

function expectSignError(answer: WechatAnswer, message: string): void {
  expect([answer.status, answer.json["code"], answer.json["message"]]).toEqual([401, "SIGN_ERROR", message]);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith("wechatpay-"))).toEqual([]);
}

describe("the checks before any business, each first in its turn", () => {
  it("1: User-Agent and Accept", async () => {
    for (const headers of [{ "user-agent": null }, { accept: null }]) {
      const spoilt = { headers: { ...headers, authorization: "nonsense" } };
      const answer = await merchant.get(certificates, spoilt);
      expect([answer.status, answer.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
      expect((await merchant.post(native, {}, spoilt)).json["code"]).toBe("SIGN_ERROR");
    }
  });

  it("2: the form of Authorization", async () => {
    const pairs = `mchid="1",nonce_str="n",timestamp="${staleSeconds}",serial_no="s"`;
    const forms = [
      null,
      "Bearer x",
      `WECHATPAY2-SHA256-RSA2048 ${pairs}`,
      `WECHATPAY2-SHA256-RSA2048  ${pairs},signature="x"`,
      `WECHATPAY2-SHA256-RSA2048 ${pairs}, signature="x"`,
      `WECHATPAY2-SHA256-RSA2048 ${pairs},mchid="2"`,
      `WECHATPAY2-SM2-WITH-SM3 ${pairs},signature="x"`,
    ];
    for (const authorization of forms) {
      expectSignError(
        await merchant.get(certificates, { headers: { authorization } }),
        "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》",
      );
    }
  });

  it("3: the clock, by 5 minutes", async () => {
    expectSignError(
      await impostor({ serial_no: "00" }).get(certificates, { timestamp: staleSeconds }),
      "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
    );
    expect((await merchant.get(certificates, { timestamp: staleSeconds + 20 })).status).toBe(200);
  });

  it("4: the serial of the merchant's certificate", async () => {
    const message = "商户证书序列号有误。请使用签名私钥匹配的证书序列号";
    const { private_key: foreignKey, serial_no: foreignSerial } = otherFile.credentials;
    expectSignError(await impostor({ serial_no: "00", private_key: foreignKey }).get(certificates), message);
    expectSignError(await impostor({ serial_no: foreignSerial }).get(certificates), message);
    expectSignError(await impostor({ mchid: "1999999999" }).get(certificates), message);
  });

  it("5: the signature, in the words of each API and with the text that was checked", async () => {
    const thief = impostor({ private_key: otherFile.credentials.private_key });
    expectSignError(await thief.get(certificates), "签名错误");
    const answer = await thief.post(native, { mchid: "1999999999" });
    expectSignError(answer, "签名信息错误，验签失败");
    expect(answer.json["detail"]).toMatchObject({ field: "signature", sign_information: { url: native } });
    expect(answer.headers).not.toHaveProperty("request-id");
  });

  it("5: one changed byte of the body", async () => {
    const body = JSON.stringify(merchant.order("byte-changed"));
    const whole = await merchant.send({ method: "POST", target: native, body });
    expect(whole.status).toBe(200);
    const authorization = whole.sent["authorization"] ?? null;
    const changed = body.replace("888", "889");
    expectSignError(
      await merchant.send({ method: "POST", target: native, body: changed, headers: { authorization } }),
      "签名信息错误，验签失败",
    );
  });

  it("6: whose order it is, before anything else in the body", async () => {
    const answer = await merchant.post(native, { mchid: otherFile.credentials.mchid });
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ location: "body", field: "/mchid" });
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    const query = await merchant.get(`/v3/pay/transactions/id/1?mchid=${otherFile.credentials.mchid}`);
    expect(query.json["detail"]).toMatchObject({ location: "query", field: "/mchid" });
  });

  it("8: the appid, after the members were checked", async () => {
    const order = merchant.order("foreign-appid", { appid: otherFile.credentials.appid });
    expect((await merchant.post(native, order)).json["code"]).toBe("APPID_MCHID_NOT_MATCH");
    expect((await merchant.post(native, { ...order, description: "" })).json["code"]).toBe("PARAM_ERROR");
  });
});

describe("the check of the members", () => {
  it.each([
    ["a sum of nothing", { amount: { total: 0 } }, "/amount/total"],
    ["a broken sum", { amount: { total: 1.5 } }, "/amount/total"],
    ["another currency", { amount: { total: 1, currency: "USD" } }, "/amount/currency"],
    ["an unknown member", { colour: "red" }, "/colour"],
    ["an unknown member inside", { amount: { total: 1, tip: 1 } }, "/amount/tip"],
    ["a payer, who belongs to JSAPI", { payer: { openid: "o" } }, "/payer"],
    ["a long description", { description: "茶".repeat(128) }, "/description"],
    ["a short number", { out_trade_no: "12345" }, "/out_trade_no"],
    ["a number with a space", { out_trade_no: "123 456" }, "/out_trade_no"],
    ["a long number", { out_trade_no: "1".repeat(33) }, "/out_trade_no"],
    ["plain http to elsewhere", { notify_url: "http://example.com/notify" }, "/notify_url"],
    ["a notify_url with a query", { notify_url: "https://example.com/notify?a=b" }, "/notify_url"],
    ["a time that is none", { time_expire: "tomorrow" }, "/time_expire"],
    ["a time too far away", { time_expire: "2099-01-01T00:00:00+08:00" }, "/time_expire"],
    ["a flag that is a text", { support_fapiao: "yes" }, "/support_fapiao"],
  ])("refuses %s and points at it", async (_name, change, field) => {
    const answer = await merchant.post(native, merchant.order("bad-members", change));
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ location: "body", field });
    expect(answer.headers["request-id"]).toMatch(/-268435461$/);
  });

  it("says it as WeChat Pay does", async () => {
    const answer = await merchant.post(native, merchant.order("bad-words", { amount: { total: 0 } }));
    expect(answer.json["message"]).toBe(
      "输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值低于最小值 1",
    );
    expect(answer.json["detail"]).toMatchObject({ value: 0 });
  });

  it("refuses what is no JSON object", async () => {
    for (const body of ["", "[]", "null", "{", "text"]) {
      const answer = await merchant.send({ method: "POST", target: native, body });
      expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    }
  });

  it("takes https and loopback", async () => {
    for (const [index, url] of [
      "https://example.com/n",
      "http://localhost:1/n",
      "http://[::1]:1/n",
    ].entries()) {
      const answer = await merchant.post(native, merchant.order(`good-url-${index}`, { notify_url: url }));
      expect(answer.status).toBe(200);
    }
  });
});

describe("the framework around the API", () => {
  it("knows no other path and no other method, without a word", async () => {
    const unknown = await merchant.get("/v3/pay/transactions/nothing");
    expect([unknown.status, unknown.body]).toEqual([404, ""]);
    const method = await merchant.get(native);
    expect([method.status, method.body]).toEqual([405, ""]);
  });

  it("reads only JSON", async () => {
    const answer = await merchant.post(native, {}, { headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(415);
  });

  it("reads at most 1 MiB and no path that cannot be decoded", async () => {
    const huge = await merchant.send({ method: "POST", target: native, body: "x".repeat(1024 * 1024 + 1) });
    expect(huge.status).toBe(413);
    expect((await merchant.get("/v3/pay/transactions/id/%zz?mchid=1")).status).toBe(400);
  });
});

describe("the sandbox's clock", () => {
  it("moves schedules and leaves signatures in real time, both ways", async () => {
    await sandbox.control("POST", "/clock", { advance_ms: 86_400_000 });
    const answer = await merchant.get(certificates);
    expect(answer.status).toBe(200);
    expect(Math.abs(Number(answer.headers["wechatpay-timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
    const ahead = { timestamp: Math.floor(Date.now() / 1000) + 86_400 };
    expect((await merchant.get(certificates, ahead)).status).toBe(401);
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });
});
