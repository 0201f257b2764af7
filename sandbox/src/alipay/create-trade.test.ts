import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { MerchantListener } from "../testing/merchant-listener.ts";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let listener: MerchantListener;

beforeAll(async () => {
  sandbox = await startFixture();
  listener = await startListener({ status: 200, body: "success" });
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

describe("alipay.trade.create", () => {
  it("answers the number of a trade that waits for its buyer at once", async () => {
    const created = await merchant.create("jsapi_1");
    expect(created.isProven).toBe(true);
    expect(created.node).toMatchObject({ code: "10000", out_trade_no: "jsapi_1" });
    expect(created.node["trade_no"]).toMatch(/^\d{28}$/);
    expect((await merchant.query("jsapi_1")).node).toMatchObject({
      trade_no: created.node["trade_no"],
      trade_status: "WAIT_BUYER_PAY",
      buyer_user_id: "2088102146225135",
    });
    expect((await merchant.create("jsapi_1")).node).toEqual(created.node);
    const other = await merchant.create("jsapi_1", { buyer_id: "2088102146225136" });
    expect(other.node).toMatchObject({ sub_code: "ACQ.CONTEXT_INCONSISTENT" });
  });

  it.each([
    ["buyer_id", { buyer_id: "2088102146225135" }, { buyer_id: "2088102146225135" }],
    [
      "buyer_open_id",
      {
        buyer_id: undefined,
        buyer_open_id: "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
        op_app_id: "2021",
      },
      { buyer_open_id: "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5" },
    ],
  ])("tells of the payment by the customer that was named: %s", async (name, asked, told) => {
    const seen = listener.received.length;
    const number = `jsapi_${name}`;
    await merchant.create(number, { ...asked, product_code: "JSAPI_PAY" }, { notify_url: listener.url });
    await sandbox.control("POST", `/alipay/orders/${number}/pay`);
    const received = (await listener.waitFor(seen + 1))[seen];
    const { params, isProven } = merchant.readSigned(received?.body ?? "");
    expect(isProven).toBe(true);
    expect(params).toMatchObject({ out_trade_no: number, trade_status: "TRADE_SUCCESS", ...told });
    expect("buyer_id" in params).toBe(name === "buyer_id");
  });

  it("refuses nobody, a customer without a number and the seller", async () => {
    const refused = async (more: object) => (await merchant.create("jsapi_no", { ...more })).node["sub_code"];
    expect(await refused({ buyer_id: undefined })).toBe("ACQ.INVALID_PARAMETER");
    expect(await refused({ buyer_id: "13800000000" })).toBe("ACQ.INVALID_PARAMETER");
    expect(await refused({ buyer_id: merchant.credentials.seller_id })).toBe("ACQ.BUYER_SELLER_EQUAL");
    expect((await sandbox.control("GET", "/alipay/orders/jsapi_no")).status).toBe(404);
  });

  it("is closed and cancelled like any trade that waits", async () => {
    await merchant.create("jsapi_closed");
    expect((await merchant.close("jsapi_closed")).node).toMatchObject({ code: "10000" });
    expect((await merchant.create("jsapi_closed")).node).toMatchObject({ sub_code: "ACQ.TRADE_HAS_CLOSE" });
    await merchant.create("jsapi_cancelled");
    expect((await merchant.cancel("jsapi_cancelled")).node).toMatchObject({
      action: "close",
      retry_flag: "N",
    });
  });
});
