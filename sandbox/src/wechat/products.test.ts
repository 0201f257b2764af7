import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant, openWechatMerchant } from "../testing/wechat-merchant.ts";

type Product = "jsapi" | "native" | "h5" | "app";

const path = (product: Product) => `/v3/pay/transactions/${product}`;
const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const h5Scene = { payer_client_ip: "203.0.113.7", h5_info: { type: "Wap" } };
const needs: Readonly<Record<Product, object>> = {
  jsapi: { payer: { openid } },
  native: {},
  h5: { scene_info: h5Scene },
  app: {},
};
// because the keys of the record above are the products
const products = Object.keys(needs) as readonly Product[];

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterAll(() => sandbox.stop());

const nextNumber = () => `product-${(lastNumber += 1)}`;
const create = (product: Product, number: string, more: object = {}) =>
  merchant.post(path(product), merchant.order(number, { ...needs[product], ...more }));

/** An h5_url carries the moment from which its 5 minutes count. */
const withoutMoment = (body: string) => body.replace(/package=\d+/, "package=0");

describe("what an order gives the customer to pay with", () => {
  it.each<[Product, string, RegExp]>([
    ["jsapi", "prepay_id", /^wx\d{14}[0-9a-f]{20}$/],
    ["app", "prepay_id", /^wx\d{14}[0-9a-f]{20}$/],
    ["native", "code_url", /^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]{9}$/],
    [
      "h5",
      "h5_url",
      /^http:\/\/127\.0\.0\.1:\d+\/cashier\/wechat\/checkmweb\?prepay_id=wx\w{34}&package=\d+$/,
    ],
  ])("%s: %s, proven", async (product, member, pattern) => {
    const answer = await create(product, nextNumber());
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json)).toEqual([member]);
    expect(answer.json[member]).toMatch(pattern);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
  });

  it.each<[Product, string]>([
    ["jsapi", "JSAPI"],
    ["native", "NATIVE"],
    ["h5", "MWEB"],
    ["app", "APP"],
  ])("%s: the paid order is a %s", async (product, tradeType) => {
    const number = nextNumber();
    await create(product, number);
    expect((await merchant.byNumber(number)).json).not.toHaveProperty("trade_type");
    await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
    const { json } = await merchant.byNumber(number);
    expect(json).toMatchObject({ trade_type: tradeType, trade_state: "SUCCESS" });
    const payer = JSON.stringify(json["payer"]);
    if (product === "jsapi") expect(payer).toBe(JSON.stringify({ openid }));
    else expect(payer).toMatch(/^\{"openid":"o.{27}"\}$/);
  });

  it("keeps the device of the scene for the query", async () => {
    const number = nextNumber();
    await create("native", number, { scene_info: { device_id: "till-7" } });
    await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
    expect((await merchant.byNumber(number)).json).toMatchObject({ scene_info: { device_id: "till-7" } });
  });
});

describe("the same number again", () => {
  it.each(products)("%s: the same parameters give the same, others are refused", async (product) => {
    const number = nextNumber();
    const first = await create(product, number);
    const again = await create(product, number);
    expect([again.status, withoutMoment(again.body)]).toEqual([200, withoutMoment(first.body)]);
    for (const change of [{ description: "两杯茶" }, { attach: "x" }, { amount: { total: 889 } }]) {
      const answer = await create(product, number, change);
      expect([answer.status, answer.json["code"]]).toEqual([403, "OUT_TRADE_NO_USED"]);
    }
  });

  it.each(products)("%s: no other product takes it over", async (product) => {
    const number = nextNumber();
    await create(product, number);
    for (const other of products.filter((each) => each !== product)) {
      const answer = await create(other, number);
      expect([other, answer.status, answer.json["code"]]).toEqual([other, 403, "OUT_TRADE_NO_USED"]);
    }
    expect((await create(product, number)).status).toBe(200);
  });

  it.each(products)("%s: not once it is paid or closed", async (product) => {
    const [paid, closed] = [nextNumber(), nextNumber()];
    await create(product, paid);
    await create(product, closed);
    await sandbox.control("POST", `/wechat/orders/${paid}/pay`, { notify: "none" });
    const close = `/v3/pay/transactions/out-trade-no/${closed}/close`;
    expect((await merchant.post(close, { mchid: merchant.credentials.mchid })).status).toBe(204);
    expect((await create(product, paid)).json["code"]).toBe("ORDER_PAID");
    expect((await create(product, closed)).json["code"]).toBe("ORDER_CLOSED");
  });

  it("is the merchant's own: another merchant may use it for itself", async () => {
    const number = nextNumber();
    await create("native", number);
    const other = await openWechatMerchant(sandbox);
    expect((await other.post(path("native"), other.order(number))).status).toBe(200);
    expect((await create("native", number)).status).toBe(200);
  });
});

describe("the members of each product", () => {
  it.each<[string, Product, object, string]>([
    ["a JSAPI order of nobody", "jsapi", { payer: undefined }, "/payer"],
    ["a JSAPI order without openid", "jsapi", { payer: {} }, "/payer/openid"],
    ["an empty openid", "jsapi", { payer: { openid: "" } }, "/payer/openid"],
    ["a long openid", "jsapi", { payer: { openid: "o".repeat(129) } }, "/payer/openid"],
    ["an openid of a service provider", "jsapi", { payer: { openid, sp_openid: "o" } }, "/payer/sp_openid"],
    ["a payer of an app order", "app", { payer: { openid } }, "/payer"],
    ["a payer of an H5 order", "h5", { payer: { openid } }, "/payer"],
    ["an H5 order without scene", "h5", { scene_info: undefined }, "/scene_info"],
    [
      "an H5 order without IP",
      "h5",
      { scene_info: { h5_info: { type: "Wap" } } },
      "/scene_info/payer_client_ip",
    ],
    ["an H5 order without h5_info", "h5", { scene_info: { payer_client_ip: "::1" } }, "/scene_info/h5_info"],
    [
      "an H5 order of another kind of page",
      "h5",
      { scene_info: { ...h5Scene, h5_info: { type: "Desktop" } } },
      "/scene_info/h5_info/type",
    ],
    ["h5_info of an app order", "app", { scene_info: h5Scene }, "/scene_info/h5_info"],
    [
      "a store without id",
      "native",
      { scene_info: { store_info: { name: "x" } } },
      "/scene_info/store_info/id",
    ],
    [
      "goods without number",
      "app",
      { detail: { goods_detail: [{}] } },
      "/detail/goods_detail/0/merchant_goods_id",
    ],
    ["an order without notify_url", "app", { notify_url: undefined }, "/notify_url"],
    ["a sub_mchid of a merchant", "app", { sub_mchid: "1900000109" }, "/sub_mchid"],
  ])("refuses %s and points at it", async (_name, product, change, field) => {
    const answer = await create(product, "bad-members", change);
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ location: "body", field });
  });

  it("are named as WeChat Pay names them", async () => {
    const answer = await create("jsapi", "bad-words", { payer: {} });
    expect(answer.json["message"]).toBe(
      "输入源“/body/payer/openid”映射到字段“用户标识”必填性规则校验失败，此字段为必填项",
    );
  });

  it("refuses details of more than 6144 bytes", async () => {
    const goods = { merchant_goods_id: "1", goods_name: "茶".repeat(250), quantity: 1, unit_price: 1 };
    const answer = await create("native", "too-detailed", {
      detail: { goods_detail: Array.from({ length: 9 }, () => goods) },
    });
    expect(answer.json["detail"]).toMatchObject({ field: "/detail" });
    const fits = { detail: { cost_price: 1, goods_detail: [goods, goods] } };
    expect((await create("native", nextNumber(), fits)).status).toBe(200);
  });
});
