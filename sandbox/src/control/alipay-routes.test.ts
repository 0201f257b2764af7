import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;

beforeAll(async () => {
  sandbox = await startFixture();
});
afterAll(() => sandbox.stop());

describe("the controls that only Alipay has", () => {
  it("start with sellers who have enough and refunds that nobody hears of", async () => {
    expect((await sandbox.control("GET", "/alipay/seller-balance")).json).toEqual({ amount: null });
    expect((await sandbox.control("GET", "/alipay/refund-notifications")).json).toEqual({ send: "none" });
  });

  it("are read back as they stand", async () => {
    await sandbox.control("PUT", "/alipay/seller-balance", { amount: 0 });
    expect((await sandbox.control("GET", "/alipay/seller-balance")).json).toEqual({ amount: 0 });
    await sandbox.control("PUT", "/alipay/refund-notifications", { send: "all" });
    expect((await sandbox.control("GET", "/alipay/refund-notifications")).json).toEqual({ send: "all" });
  });

  it.each<[string, "POST" | "PUT", string, unknown]>([
    ["a balance below nothing", "PUT", "/alipay/seller-balance", { amount: -1 }],
    ["no balance", "PUT", "/alipay/seller-balance", {}],
    ["refunds that are told by half", "PUT", "/alipay/refund-notifications", { send: "half" }],
    ["no order string", "POST", "/alipay/app-pay", { order_string: "" }],
    ["a rotation with a wish", "POST", "/alipay/certificates/rotate", { sn: "1" }],
    ["an account in a mode that is none", "POST", "/accounts", { channel: "alipay", mode: "both" }],
    [
      "a certificate that ends at no time",
      "POST",
      "/accounts",
      { channel: "alipay", mode: "certificate", certificate_expires_at: "soon" },
    ],
  ])("refuse %s", async (_name, method, path, body) => {
    const answer = await sandbox.control(method, path, body);
    expect(answer).toMatchObject({ status: 400, json: { title: "Invalid request" } });
  });
});
