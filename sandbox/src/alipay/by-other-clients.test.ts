import { AlipaySdk } from "alipay-sdk";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { gatewayTime } from "../testing/alipay-merchant.ts";
import type { MerchantListener } from "../testing/merchant-listener.ts";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

type Biz = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, string>>;

const own = { app_id: z.string(), seller_id: z.string(), private_key: z.string() };
const files = {
  key: z.object({
    base_url: z.string(),
    credentials: z.object({ ...own, alipay_public_key: z.string() }),
  }),
  certificate: z.object({
    base_url: z.string(),
    credentials: z.object({
      ...own,
      app_certificate: z.string(),
      alipay_certificate: z.string(),
      alipay_root_certificate: z.string(),
    }),
  }),
};

let sandbox: SandboxFixture;
let listener: MerchantListener;

beforeAll(async () => {
  sandbox = await startFixture();
  listener = await startListener({ status: 200, body: "success" });
  await sandbox.control("PUT", "/alipay/refund-delay", { ms: 0 });
});
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

/** Alipay's own package, configured with nothing but an account file. */
async function openSdk(mode: "key" | "certificate"): Promise<AlipaySdk> {
  const { json } = await sandbox.control("POST", "/accounts", { channel: "alipay", mode });
  const usual = { keyType: "PKCS8", camelcase: false } as const;
  if (mode === "key") {
    const { base_url: gateway, credentials } = files.key.parse(json);
    const { app_id: appId, private_key: privateKey, alipay_public_key: alipayPublicKey } = credentials;
    return new AlipaySdk({ ...usual, gateway, appId, privateKey, alipayPublicKey });
  }
  const { base_url: gateway, credentials } = files.certificate.parse(json);
  return new AlipaySdk({
    ...usual,
    gateway,
    appId: credentials.app_id,
    privateKey: credentials.private_key,
    appCertContent: credentials.app_certificate,
    alipayPublicCertContent: credentials.alipay_certificate,
    alipayRootCertContent: credentials.alipay_root_certificate,
  });
}

const pay = (number: string) => sandbox.control("POST", `/alipay/orders/${number}/pay`);

/** The package stamps calls with the time of the process's zone; Alipay wants China's. */
const stamped = (biz: Biz, params: Params = {}) => ({
  timestamp: gatewayTime(Date.now()),
  notify_url: listener.url,
  ...params,
  biz_content: biz,
});

describe.each(["key", "certificate"] as const)("the package alipay-sdk in %s mode", (mode) => {
  let sdk: AlipaySdk;
  beforeAll(async () => {
    sdk = await openSdk(mode);
  });

  const numbered = (name: string) => `sdk_${mode}_${name}`;
  const order = (name: string, more: Biz = {}) => ({
    out_trade_no: numbered(name),
    total_amount: "8.88",
    subject: "一杯茶 + 100%",
    ...more,
  });
  /** Signs, calls, and throws unless the answer's signature fits. */
  const call = (verb: string, biz: Biz) =>
    sdk.exec(`alipay.trade.${verb}`, stamped(biz), { validateSign: true });
  const onTrade = (verb: string, name: string, more: Biz = {}) =>
    call(verb, { out_trade_no: numbered(name), ...more });
  const till = (name: string, ending: string) =>
    call("pay", order(name, { scene: "bar_code", auth_code: `28123456789012${ending}` }));
  const notificationOf = async (name: string): Promise<Params> => {
    await listener.waitFor(1);
    const forms = listener.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    return forms.findLast((form) => form["out_trade_no"] === numbered(name)) ?? {};
  };

  it("creates a QR code, and its query is proven before and after the payment", async () => {
    expect(await call("precreate", order("qr"))).toMatchObject({
      code: "10000",
      out_trade_no: numbered("qr"),
    });
    expect(await onTrade("query", "qr")).toMatchObject({ code: "40004", sub_code: "ACQ.TRADE_NOT_EXIST" });
    await pay(numbered("qr"));
    expect(await onTrade("query", "qr")).toMatchObject({
      trade_status: "TRADE_SUCCESS",
      total_amount: "8.88",
    });
  });

  it("checks a notification, and a spoilt one does not pass", async () => {
    await call("precreate", order("told", { body: "100% & more", passback_params: "a%3D1%26b" }));
    await pay(numbered("told"));
    await expect.poll(async () => (await notificationOf("told"))["trade_status"]).toBe("TRADE_SUCCESS");
    const whole = await notificationOf("told");
    expect(whole).toMatchObject({ body: "100% & more", passback_params: "a%3D1%26b" });
    expect(sdk.checkNotifySignV2(whole)).toBe(true);
    expect(sdk.checkNotifySignV2({ ...whole, total_amount: "9.88" })).toBe(false);
    for (const tamper of ["signature", "ciphertext", "signtest"]) {
      await sandbox.control("POST", `/alipay/orders/${numbered("told")}/notify`, { tamper });
      expect(sdk.checkNotifySignV2(await notificationOf("told")), tamper).toBe(false);
    }
  });

  it.each([
    ["page", "FAST_INSTANT_TRADE_PAY"],
    ["wap", "QUICK_WAP_WAY"],
  ])("opens the cashier by a URL and by a form, and checks the return: %s", async (kind, product) => {
    const quit = { product_code: product, quit_url: "http://127.0.0.1:9/quit" };
    const params = stamped(order(kind, quit), { return_url: "http://127.0.0.1:9/back" });
    const url = sdk.pageExecute(`alipay.trade.${kind}.pay`, "GET", params);
    const page = await (await request(url)).body.text();
    const cashier = /action="(\/alipay\/cashier\/\d+)\/login"/.exec(page)?.[1] ?? "none";
    const posted = formIn(sdk.pageExecute(`alipay.trade.${kind}.pay`, "POST", params));
    const again = await request(posted.action, {
      method: "POST",
      headers: posted.headers,
      body: posted.body,
    });
    expect(await again.body.text()).toContain(`${cashier}/login`);
    const paid = await request(`${sandbox.url}${cashier}/pay`, { method: "POST" });
    await paid.body.dump();
    const back = Object.fromEntries(new URL(String(paid.headers["location"])).searchParams);
    expect(back).toMatchObject({ out_trade_no: numbered(kind), total_amount: "8.88" });
    expect(sdk.checkNotifySignV2(back)).toBe(true);
    expect(await onTrade("query", kind)).toMatchObject({ trade_status: "TRADE_SUCCESS" });
  });

  it("signs the string of an app", async () => {
    const biz = order("app", { product_code: "QUICK_MSECURITY_PAY" });
    const orderString = sdk.sdkExecute("alipay.trade.app.pay", stamped(biz));
    const handed = await sandbox.control("POST", "/alipay/app-pay", { order_string: orderString });
    expect(handed).toMatchObject({ status: 200, json: { status: "waiting", amount: 888 } });
    await pay(numbered("app"));
    expect(await onTrade("query", "app")).toMatchObject({ trade_status: "TRADE_SUCCESS" });
  });

  it("creates a trade for a customer and closes it", async () => {
    const created = await call("create", order("jsapi", { buyer_id: "2088102146225135" }));
    const tradeNo = String(created["trade_no"]);
    expect(tradeNo).toMatch(/^\d{28}$/);
    const byTrade = await call("query", { trade_no: tradeNo });
    expect(byTrade).toMatchObject({ trade_status: "WAIT_BUYER_PAY", out_trade_no: numbered("jsapi") });
    expect(await onTrade("close", "jsapi")).toMatchObject({ code: "10000", trade_no: tradeNo });
    expect(await onTrade("close", "jsapi")).toMatchObject({ code: "40004" });
  });

  it("is paid by a code, waits for a password, is left in the dark and cancels", async () => {
    expect(await till("till", "3456")).toMatchObject({ code: "10000", total_amount: "8.88" });
    expect(await till("pin", "9003")).toMatchObject({ code: "10003" });
    expect(await till("dark", "9004")).toMatchObject({ code: "20000" });
    expect(await onTrade("cancel", "pin")).toMatchObject({ action: "close", retry_flag: "N" });
    expect(await onTrade("cancel", "dark")).toMatchObject({ action: "refund", retry_flag: "N" });
  });

  it("refunds, and its refund query is proven with and without a refund", async () => {
    await call("precreate", order("back"));
    await pay(numbered("back"));
    const refund = { refund_amount: "3.00", out_request_no: "r1" };
    expect(await onTrade("refund", "back", refund)).toMatchObject({ fund_change: "Y", refund_fee: "3.00" });
    expect(await onTrade("refund", "back", refund)).toMatchObject({ fund_change: "N", refund_fee: "3.00" });
    const look = (number: string) => onTrade("fastpay.refund.query", "back", { out_request_no: number });
    expect(await look("r1")).toMatchObject({ refund_status: "REFUND_SUCCESS", refund_amount: "3.00" });
    expect(await look("r2")).not.toHaveProperty("refund_status");
  });

  it("finds an answer out whose signature was spoilt", async () => {
    for (const fault of ["bad_signature", "unknown_serial"]) {
      await sandbox.control("PUT", "/faults", [{ channel: "alipay", operation: "query", fault, times: 1 }]);
      await expect(onTrade("query", "none")).rejects.toThrow("验签失败");
    }
  });
});

describe("the package alipay-sdk after a change of Alipay's certificate", () => {
  it("fetches the new one by its number", async () => {
    const sdk = await openSdk("certificate");
    const { json } = await sandbox.control("POST", "/alipay/certificates/rotate", {});
    const { alipay_cert_sn: sn } = z.object({ alipay_cert_sn: z.string() }).parse(json);
    const answer = await sdk.exec("alipay.open.app.alipaycert.download", {
      timestamp: gatewayTime(Date.now()),
      biz_content: { alipay_cert_sn: sn },
    });
    const pem = Buffer.from(String(answer["alipay_cert_content"]), "base64").toString();
    expect(pem.match(/BEGIN CERTIFICATE/g)?.length).toBe(2);
  });
});

/** The fields of the form that a browser would send. */
function formIn(page: string) {
  const action = /action="([^"]*)"/.exec(page)?.[1] ?? "";
  const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)];
  const body = new URLSearchParams();
  for (const [, name = "", value = ""] of fields) body.append(name, value.replaceAll("&quot;", '"'));
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: "https://shop.example" };
  return { action, headers, body: body.toString() };
}
