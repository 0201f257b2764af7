import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterAll(() => sandbox.stop());

const create = (outTradeNo: string, description: string) =>
  merchant.post("/v3/pay/transactions/native", merchant.order(outTradeNo, { description }));

async function get(path: string) {
  const answer = await request(sandbox.url + path);
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

async function press(path: string, headers: Record<string, string> = {}) {
  const answer = await request(sandbox.url + path, { method: "POST", headers });
  await answer.body.dump();
  return answer.statusCode;
}

const statusOf = async (outTradeNo: string) =>
  (await sandbox.control("GET", `/wechat/orders/${outTradeNo}`)).json;

describe("the page for people", () => {
  it("says that there is nothing yet", async () => {
    const page = await get("/");
    expect(page.status).toBe(200);
    expect(page.text).toContain("还没有订单");
    expect(page.text).toContain("No orders yet");
  });

  it("shows a QR code and pays by its button", async () => {
    await create("page-paid", "绿茶");
    const page = await get("/");
    const action = /action="(\/page\/orders\/\d+\/pay)"/.exec(page.text)?.[1] ?? "";
    const picture = /src="(\/page\/qr\/\d+\.svg)"/.exec(page.text)?.[1] ?? "";
    const code = await get(picture);
    expect(code.headers["content-type"]).toContain("image/svg+xml");
    expect(code.text).toContain("<svg");
    expect(await press(action)).toBe(303);
    expect(await statusOf("page-paid")).toMatchObject({ status: "paid" });
    expect((await get("/")).text).not.toContain(action);
  });

  it("cancels by its button", async () => {
    await create("page-cancelled", "红茶");
    const action = /action="(\/page\/orders\/\d+\/cancel)"/.exec((await get("/")).text)?.[1] ?? "";
    expect(await press(action)).toBe(303);
    expect(await statusOf("page-cancelled")).toMatchObject({ status: "closed" });
  });

  it("escapes what merchants write and lets nothing foreign run", async () => {
    await create("page-xss", `<script>alert(1)</script>"'&<img src=x>`);
    const page = await get("/");
    expect(page.text).not.toContain("<script>alert");
    expect(page.text).not.toContain("<img src=x");
    expect(page.text).toContain(
      "&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;&#60;img src=x&#62;",
    );
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["content-security-policy"]).not.toContain("unsafe");
  });

  it("does nothing for the page of another origin", async () => {
    await create("page-foreign", "白茶");
    const action = /action="(\/page\/orders\/\d+\/pay)"/.exec((await get("/")).text)?.[1] ?? "";
    expect(await press(action, { origin: "https://evil.example" })).toBe(403);
    expect(await press(action, { origin: "null" })).toBe(403);
    expect(await statusOf("page-foreign")).toMatchObject({ status: "waiting" });
    expect(await press(action, { origin: sandbox.url })).toBe(303);
  });

  it("shows the faults in force and clears them", async () => {
    const fault = { channel: "alipay", operation: "*", fault: "hang", times: 7 };
    await sandbox.control("PUT", "/faults", [fault]);
    expect((await get("/")).text).toContain("<code>hang</code>");
    expect(await press("/page/faults/clear")).toBe(303);
    expect((await get("/")).text).toContain("No faults in force");
  });

  it("serves its own style and script", async () => {
    expect((await get("/page/assets/page.css")).headers["content-type"]).toContain("text/css");
    expect((await get("/page/assets/page.js")).headers["content-type"]).toContain("javascript");
  });

  it("turns older orders over to the next page", async () => {
    for (let number = 0; number < 51; number += 1) await create(`page-many-${number}`, "茶");
    const first = await get("/");
    const older = /href="(\/\?before=\d+)"/.exec(first.text)?.[1] ?? "";
    const second = await get(older);
    expect(first.text).not.toContain("page-many-0<");
    expect(second.text).toContain("page-many-0<");
    expect(second.text).not.toContain("page-many-50<");
  });
});
