import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExampleShop, type ExampleShop } from "./harness/example-shop.ts";
import { problemOf } from "./harness/merchant.ts";
import { createOperator } from "./harness/operator.ts";
import { channelOfMethod } from "./harness/refunding.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let shop: ExampleShop;
let folder: string;

type Method = keyof typeof channelOfMethod;

beforeAll(async () => {
  stage = await openStage();
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-example-"));
  shop = await createExampleShop({
    COMPOSE_PAY_URL: stage.product.apiUrl,
    COMPOSE_PAY_API_KEY: stage.merchant.apiKey,
    DATA_FILE: path.join(folder, "shop.sqlite"),
  });
  await shop.start();
});

afterAll(async () => {
  await shop.kill();
  await stage.close();
  rmSync(folder, { recursive: true });
});

describe("the example shop", () => {
  it.each(["wechat_native", "alipay_qr"] as const)(
    "sells a tea by %s and takes it back",
    { timeout: 60_000 },
    async (method) => {
      const order = await buy(method);
      expect(order.page).toContain("<svg");
      expect(order.page).not.toContain("Send it back");
      await stage.customer.pay(channelOfMethod[method], order.payment.attempt.id);
      await shop.untilState(order.orderNo, "succeeded");
      expect((await shop.page(order.path)).text).toContain("Paid. Thank you!");

      await shop.press(`${order.path}/refund`);
      await shop.untilState(order.orderNo, "succeeded succeeded");
      const after = await stage.merchant.get(order.payment.id);
      expect(after).toMatchObject({ amount: 1, amount_refunded: 1 });
      expect(shop.printed().split(`order ${order.orderNo} is paid`)).toHaveLength(2);
    },
  );

  it("is told after its restart what happened meanwhile, at the one endpoint that it registered", async () => {
    const order = await buy("wechat_native");
    const bystander = await buy("alipay_qr");
    await shop.kill();
    await stage.customer.pay("wechat", order.payment.attempt.id);
    await waitFor(async () => (await failuresFor(order.payment.id)) > 0, { deadlineMs: 20_000 });
    await shop.start();
    await shop.untilState(order.orderNo, "succeeded", 40_000);
    expect((await shop.page(bystander.path)).text).toContain("Waiting for your payment");
    const { text } = await stage.merchant.call({ method: "GET", path: "/v1/webhook_endpoints" });
    const { data } = JSON.parse(text) as { data: readonly { readonly url: string }[] };
    expect(data.map(({ url }) => url)).toEqual([`${shop.url}/webhooks`]);
  }, 90_000);

  it("says so when compose-pay is away, and asks for the same payment later", async () => {
    const ingress = stage.product.process("ingress").process;
    ingress.kill();
    await ingress.exited;
    const refused = await shop.press("/checkout", { product: "sample", method: "wechat_native" });
    expect(refused.text).toContain("The payment service does not answer now.");
    expect(refused.text).toContain("Try again");
    await stage.product.restart("ingress");
    const shown = await shop.press(`${refused.path}/pay`);
    const again = await shop.press(`${refused.path}/pay`);
    expect(again).toEqual(shown);
    expect(shown.text).toContain("<svg");
    const orderNo = refused.path.split("/")[2] ?? "";
    expect((await stage.merchant.list(`?order_no=${orderNo}`)).data).toHaveLength(1);
  }, 60_000);

  it("does not believe everybody who posts to it", async () => {
    const { orderNo } = await buy("wechat_native");
    const forged = {
      type: "payment.succeeded",
      sequence: 1,
      data: { order_no: orderNo, amount: 1, currency: "CNY", status: "succeeded" },
    };
    const response = await fetch(`${shop.url}/webhooks`, { method: "POST", body: JSON.stringify(forged) });
    expect(response.status).toBe(401);
    expect((await shop.page(`/orders/${orderNo}/state`)).text).toBe("open");
  });

  it("says in compose-pay's words why a payment is refused", async () => {
    const ofDemo = ["--app", stage.product.demo.appId, "--method", "alipay_qr"];
    await createOperator(stage).run("contract", "put", ...ofDemo, "--disabled");
    const probe = async () => {
      const answer = await stage.merchant.create({ method: "alipay_qr" });
      return answer.status === 403 && problemOf(answer);
    };
    const { detail } = await waitFor(probe, { deadlineMs: 20_000, everyMs: 250, what: "the refusal" });
    const { text } = await shop.press("/checkout", { product: "sample", method: "alipay_qr" });
    expect(text).toContain(`<p class="problem">${detail}</p>`);
  });
});

async function buy(method: Method) {
  const { path: at, text: page } = await shop.press("/checkout", { product: "sample", method });
  const orderNo = at.split("/")[2] ?? "";
  const [payment] = (await stage.merchant.list(`?order_no=${orderNo}`)).data;
  if (payment === undefined) throw new Error(`no payment of ${orderNo}: ${page}`);
  return { path: at, orderNo, page, payment };
}

async function failuresFor(paymentId: string): Promise<number> {
  const sql =
    "SELECT a.id FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id " +
    "JOIN events e ON e.id = d.event_id WHERE e.payment_id = ? AND a.status IS NULL";
  return (await stage.books.rows(sql, [paymentId])).length;
}
