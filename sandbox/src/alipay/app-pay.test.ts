import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(() => sandbox.stop());

const hand = (orderString: string) =>
  sandbox.control("POST", "/alipay/app-pay", { order_string: orderString });

/** The code that a problem's detail begins with; null for an answer that is no refusal by Alipay. */
function refusalIn(answer: { readonly status: number; readonly json: unknown }): string | null {
  const problem = z.object({ detail: z.string() }).safeParse(answer.json);
  return answer.status === 422 && problem.success ? (problem.data.detail.split(":")[0] ?? null) : null;
}

describe("the string that an app hands to Alipay's", () => {
  it("begins a trade that waits for its payment, however often it is handed over", async () => {
    const orderString = merchant.sign("app", "app_1");
    expect((await merchant.query("app_1")).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    const first = await hand(orderString);
    expect(first.json).toMatchObject({ out_trade_no: "app_1", status: "waiting", amount: 888 });
    expect((await hand(orderString)).json).toEqual(first.json);
    const { node } = await merchant.query("app_1");
    expect(node).toMatchObject({ trade_status: "WAIT_BUYER_PAY" });
    await sandbox.control("POST", "/alipay/orders/app_1/pay");
    expect((await merchant.query("app_1")).node).toMatchObject({
      trade_status: "TRADE_SUCCESS",
      trade_no: node["trade_no"],
    });
    expect(refusalIn(await hand(orderString))).toBe("ACQ.TRADE_HAS_SUCCESS");
  });

  it("is closed by a customer who gives up, and by the merchant", async () => {
    await hand(merchant.sign("app", "app_2"));
    await sandbox.control("POST", "/alipay/orders/app_2/cancel");
    expect((await merchant.query("app_2")).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    await hand(merchant.sign("app", "app_3"));
    expect((await merchant.close("app_3")).node).toMatchObject({ code: "10000" });
    expect((await sandbox.control("POST", "/alipay/orders/app_3/pay")).status).toBe(409);
  });

  it.each([
    ["a changed sum", { unsigned: { biz_content: '{"out_trade_no":"app_4"}' } }, "isv.invalid-signature"],
    ["another product", { biz: { product_code: "QUICK_WAP_WAY" } }, "ACQ.INVALID_PARAMETER"],
    ["another method", { params: { method: "alipay.trade.page.pay" } }, "isv.invalid-method"],
    ["an unknown application", { params: { app_id: "2021" } }, "isv.invalid-app-id"],
  ])("is refused with %s, and no trade begins", async (_name, change, code) => {
    const answer = await hand(merchant.sign("app", "app_4", change));
    expect(refusalIn(answer)).toBe(code);
    expect((await sandbox.control("GET", "/alipay/orders/app_4")).status).toBe(404);
  });

  it("is nothing that the gateway takes from a server", async () => {
    const biz = { out_trade_no: "app_5", total_amount: "1.00", subject: "tea" };
    const answer = await merchant.send({ method: "alipay.trade.app.pay", biz });
    expect(answer.node).toMatchObject({ sub_code: "isv.invalid-method" });
  });
});
