import { afterAll, describe, expect, it } from "vitest";

import { alipay, alipayAccountFile } from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, testNow } from "../../testing/orders.ts";
import type { OrderToCreate } from "../channel.ts";
import type { NextAction } from "../next-action.ts";
import { hasValidSignature } from "../rsa/rsa-signature.ts";
import { decodeForm } from "./crypto/form-fields.ts";
import { requestContent } from "./crypto/request-signature.ts";

/** Nothing answers there: a call that went out would fail. */
const file = alipayAccountFile("https://127.0.0.1:1/gateway.do");
const anHourLater = { now: () => new Date(testNow.getTime() + 3_600_000) };
const channel = openChannel(file);
const posting = openChannel({ ...file, credentials: { ...file.credentials, page_as: "form" } });
const later = openChannel(file, { clock: anHourLater });
afterAll(() => Promise.all([channel, posting, later].map((one) => one.dispose())));

const returnUrl = "https://shop.example/back?order=1&x='\"><script>";

describe("an order that the customer carries to Alipay", () => {
  it.each([
    ["alipay_page", "alipay.trade.page.pay", { product_code: "FAST_INSTANT_TRADE_PAY" }],
    ["alipay_wap", "alipay.trade.wap.pay", { product_code: "QUICK_WAP_WAY", quit_url: returnUrl }],
  ] as const)("%s is an address under our signature, and no call goes out", async (method, called, own) => {
    const action = await actionOf(orderOf({ method, returnUrl }));
    if (action.type !== "redirect") throw new Error(action.type);
    expect(action.url.startsWith("https://127.0.0.1:1/gateway.do?")).toBe(true);
    const { biz_content: content, sign: _, ...sent } = signedFields(new URL(action.url).search.slice(1));
    expect(sent).toEqual({
      app_id: alipay.appId,
      method: called,
      charset: "utf-8",
      version: "1.0",
      sign_type: "RSA2",
      timestamp: "2026-11-22 18:00:00",
      notify_url: orderOf().notifyUrl,
      return_url: returnUrl,
    });
    expect(JSON.parse(content ?? "")).toEqual({
      out_trade_no: orderOf().outTradeNo,
      total_amount: "1.00",
      subject: "Tea",
      ...own,
      time_expire: "2026-11-22 18:30:00",
    });
  });

  it("leaves out a page to return to that there is not, and a phone's customer who gives up finds us", async () => {
    for (const method of ["alipay_page", "alipay_wap"] as const) {
      const action = await actionOf(orderOf({ method }));
      const sent = signedFields(action.type === "redirect" ? new URL(action.url).search.slice(1) : "");
      expect(sent).not.toHaveProperty("return_url");
      const { quit_url: quitUrl } = JSON.parse(sent["biz_content"] ?? "") as { quit_url?: string }; // because it is an object
      expect(quitUrl).toBe(method === "alipay_wap" ? "https://pay.example" : undefined);
    }
  });

  it("is a string for the app", async () => {
    const action = await actionOf(orderOf({ method: "alipay_app", subject: "茶 & 糕点" }));
    if (action.type !== "alipay_app") throw new Error(action.type);
    const sent = signedFields(action.order_string);
    expect(sent).toMatchObject({ method: "alipay.trade.app.pay", notify_url: orderOf().notifyUrl });
    expect(JSON.parse(sent["biz_content"] ?? "")).toMatchObject({
      product_code: "QUICK_MSECURITY_PAY",
      subject: "茶 ＆ 糕点",
      time_expire: "2026-11-22 18:30:00",
    });
  });

  it.each(["alipay_page", "alipay_wap", "alipay_app"] as const)(
    "%s is the same to the letter when it is created again, whenever that is",
    async (method) => {
      const order = orderOf({ method });
      expect(await later.create(order)).toMatchObject({ value: { nextAction: await actionOf(order) } });
    },
  );

  it("stands in the journal as a create without a call", async () => {
    const call = { operation: "create", httpStatus: null, channelCode: null, channelRequestId: null };
    const answer = await channel.create(orderOf({ method: "alipay_page" }));
    expect(answer).toMatchObject({ call, earlierCalls: [] });
  });
});

describe("an order as a page", () => {
  it.each(["alipay_page", "alipay_wap"] as const)("posts %s under our signature", async (method) => {
    const html = await htmlOf(orderOf({ method, returnUrl, subject: `<b>"it's" tea</b>` }));
    const action = unescaped(/action="([^"]*)"/.exec(html)?.[1] ?? "");
    const content = unescaped(/name="biz_content" value="([^"]*)"/.exec(html)?.[1] ?? "");
    expect(html).toContain('<form method="post"');
    const sent = signedFields(
      `${new URL(action).search.slice(1)}&biz_content=${encodeURIComponent(content)}`,
    );
    expect(sent).toMatchObject({ charset: "utf-8", return_url: returnUrl });
    expect(JSON.parse(content)).toMatchObject({ subject: `<b>"it's" tea<／b>` });
  });

  it("lets no value out of its attribute, and runs one script that holds none", async () => {
    const html = await htmlOf(
      orderOf({ method: "alipay_page", subject: `"><script>alert('x')</script>`, returnUrl }),
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain("<script>document.forms[0].submit()</script>");
    expect(html).not.toContain("alert('x')");
    expect(html).toContain("script-src 'sha256-");
    expect(html).toContain('<button type="submit">');
  });
});

async function actionOf(order: OrderToCreate, by = channel): Promise<NextAction> {
  const answer = await by.create(order);
  if (answer.kind !== "ok" || answer.value.state !== "waiting") throw new Error(JSON.stringify(answer));
  return answer.value.nextAction;
}

async function htmlOf(order: OrderToCreate): Promise<string> {
  const action = await actionOf(order, posting);
  if (action.type !== "form") throw new Error(action.type);
  return action.html;
}

/** The fields of an encoded order, once they hold under the application's key. */
function signedFields(encoded: string): Record<string, string> {
  const fields = { ...decodeForm(Buffer.from(encoded)) };
  expect(hasValidSignature(requestContent(fields), fields["sign"] ?? "", alipay.applicationKey)).toBe(true);
  return fields;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
