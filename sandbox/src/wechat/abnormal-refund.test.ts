import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const refunds = "/v3/refund/domestic/refunds";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let keyId: string;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
  keyId = merchant.credentials.public_key_id ?? "";
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 60_000 });
});
afterAll(() => sandbox.stop());

type Abnormal = { readonly id: string; readonly no: string };

async function abnormalRefund(more: Readonly<Record<string, unknown>> = {}): Promise<Abnormal> {
  const number = `abnormal-${(lastNumber += 1)}`;
  await merchant.post("/v3/pay/transactions/native", merchant.order(number));
  await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
  const { json } = await merchant.post(refunds, merchant.refund(number, `r-${number}`, more));
  await sandbox.control("POST", `/wechat/refunds/r-${number}/settle`, { status: "abnormal" });
  return { id: String(json["refund_id"]), no: `r-${number}` };
}

const apply = ({ id, no }: Abnormal, body: object, serial = keyId) =>
  merchant.post(
    `${refunds}/${id}/apply-abnormal-refund`,
    { out_refund_no: no, ...body },
    { headers: { "wechatpay-serial": serial } },
  );
const card = (serial = keyId) => ({
  type: "USER_BANK_CARD",
  bank_type: "CMB_DEBIT",
  bank_account: merchant.encrypt(serial, "6214830000000000"),
  real_name: merchant.encrypt(serial, "张三"),
});
const query = async ({ no }: Abnormal) => (await merchant.get(`${refunds}/${no}`)).json;

describe("an abnormal refund", () => {
  it("keeps its sum until somebody acts", async () => {
    const refund = await abnormalRefund({ amount: { refund: 888, total: 888, currency: "CNY" } });
    const order = refund.no.slice(2);
    expect((await merchant.post(refunds, merchant.refund(order, "another-one"))).status).toBe(400);
    expect(await query(refund)).toMatchObject({ status: "ABNORMAL", channel: "ORIGINAL" });
  });

  it.each([["by the public key"], ["by a platform certificate"]])(
    "goes to the customer's card, encrypted %s, and ends well",
    async (by) => {
      const listener = await startListener({ status: 204 });
      const refund = await abnormalRefund({ notify_url: listener.url });
      const { data } = Object((await merchant.get("/v3/certificates")).json) as {
        data: { serial_no: string }[];
      };
      const serial = by === "by the public key" ? keyId : (data[0]?.serial_no ?? "");
      const answer = await apply(refund, card(serial), serial);
      expect(answer.status).toBe(200);
      expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
      expect(answer.json).toMatchObject({
        refund_id: refund.id,
        status: "PROCESSING",
        channel: "OTHER_BANKCARD",
        user_received_account: "招商银行信用卡0403",
      });
      await sandbox.control("POST", `/wechat/refunds/${refund.no}/settle`, { status: "success" });
      expect(await query(refund)).toMatchObject({ status: "SUCCESS", channel: "OTHER_BANKCARD" });
      await listener.waitFor(2);
      const { json } = await sandbox.control("GET", `/wechat/refunds/${refund.no}`);
      expect(json).toMatchObject({
        notifications: [{ type: "REFUND.ABNORMAL" }, { type: "REFUND.SUCCESS" }],
      });
      await listener.stop();
    },
  );

  it("goes to the merchant's card without a secret, by itself in the end", async () => {
    const refund = await abnormalRefund();
    expect((await apply(refund, { type: "MERCHANT_BANK_CARD" })).json).toMatchObject({
      status: "PROCESSING",
    });
    await sandbox.control("POST", "/clock", { advance_ms: 60_000 });
    expect(await query(refund)).toMatchObject({ status: "SUCCESS" });
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("says how far it is when it is asked again", async () => {
    const refund = await abnormalRefund();
    await apply(refund, { type: "MERCHANT_BANK_CARD" });
    const again = await apply(refund, { type: "MERCHANT_BANK_CARD" });
    expect([again.status, again.json["status"]]).toEqual([200, "PROCESSING"]);
    await sandbox.control("POST", `/wechat/refunds/${refund.no}/settle`, { status: "abnormal" });
    expect((await apply(refund, { type: "MERCHANT_BANK_CARD" })).json).toMatchObject({
      status: "PROCESSING",
    });
  });

  it.each<[string, () => object, string]>([
    ["a card without its bank", () => ({ ...card(), bank_type: undefined }), "/bank_type"],
    ["a card without its number", () => ({ ...card(), bank_account: undefined }), "/bank_account"],
    ["a number in plain text", () => ({ ...card(), bank_account: "6214830000000000" }), "/bank_account"],
    ["an unknown way", () => ({ type: "CASH" }), "/type"],
  ])("refuses %s", async (_name, body, field) => {
    const refund = await abnormalRefund();
    const answer = await apply(refund, body());
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ field });
    expect(await query(refund)).toMatchObject({ status: "ABNORMAL" });
  });

  it("refuses a card that was encrypted with another key than the one it names", async () => {
    const refund = await abnormalRefund();
    const serial = merchant.proofSerials().find((each) => each !== keyId) ?? "";
    expect((await apply(refund, card(serial), keyId)).json["code"]).toBe("PARAM_ERROR");
    expect((await apply(refund, card(), "00")).json["code"]).toBe("PARAM_ERROR");
  });

  it("is no other refund, and none that is well", async () => {
    const refund = await abnormalRefund();
    const other = await apply(
      { ...refund, id: "50300000000000000000000000000" },
      { type: "MERCHANT_BANK_CARD" },
    );
    expect([other.status, other.json["code"]]).toEqual([404, "RESOURCE_NOT_EXISTS"]);
    await sandbox.control("POST", `/wechat/refunds/${refund.no}/settle`, { status: "success" });
    const well = await apply(refund, { type: "MERCHANT_BANK_CARD" });
    expect([well.status, well.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
  });
});
