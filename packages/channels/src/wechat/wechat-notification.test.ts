import { afterAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { testNow } from "../../testing/orders.ts";
import {
  notificationBody,
  refundNotice,
  signedHeaders,
  transaction,
  wechatAccountFile,
} from "../../testing/wechat-platform.ts";
import type { NotificationReading } from "../notification-reading.ts";

const channel = openChannel(wechatAccountFile("http://127.0.0.1:1"));
const whole = notificationBody(JSON.stringify(transaction()));
afterAll(() => channel.dispose());

describe("a notification of WeChat Pay", () => {
  it("is a payment when it holds, and is answered with 200", () => {
    expect(read(whole)).toEqual({
      kind: "payment",
      notificationId: "EV-2018022511223320873",
      outTradeNo: "att_01kaqz5v8r0000000000000001",
      state: {
        state: "paid",
        money: { amount: 100, currency: "CNY" },
        channelTradeNo: "4200000263201902167700134902",
        paidAt: new Date("2026-11-22T09:59:30Z"),
      },
      reply: { status: 200, contentType: "application/json", body: '{"code":"SUCCESS"}' },
    });
  });

  it("tells the amount that was paid, whatever it is, for the order to be held against", () => {
    const other = notificationBody(JSON.stringify(transaction({ amount: { total: 1, currency: "CNY" } })));
    expect(read(other)).toMatchObject({ kind: "payment", state: { money: { amount: 1 } } });
  });

  it.each([
    ["signature_wrong", whole.replace("支付成功", "支付失败"), signedHeaders(whole)],
    ["signature_missing", whole, {}],
    [
      "signature_probe",
      whole,
      signedHeaders(whole, { changes: { "wechatpay-signature": "WECHATPAY/SIGNTEST/AAAA" } }),
    ],
    ["key_unknown", whole, signedHeaders(whole, { changes: { "wechatpay-serial": "PUB_KEY_ID_9" } })],
    ["timestamp_skewed", whole, signedHeaders(whole, { changes: { "wechatpay-timestamp": "1" } })],
    ["malformed", "{}", signedHeaders("{}")],
    ["malformed", "not json", signedHeaders("not json")],
    ["malformed", ...signed(notificationBody("not json"))],
    ["malformed", ...signed(notificationBody(JSON.stringify({ trade_state: "SUCCESS" })))],
    [
      "malformed",
      ...signed(notificationBody(JSON.stringify(transaction({ amount: { total: 100, currency: "USD" } })))),
    ],
    [
      "ciphertext_wrong",
      ...signed(whole.replace('"associated_data":"transaction"', '"associated_data":"refund"')),
    ],
    ["algorithm_refused", ...signed(whole.replace("AEAD_AES_256_GCM", "AEAD_SM4_GCM"))],
    ["account_differs", ...signed(notificationBody(JSON.stringify(transaction({ mchid: "1900000001" }))))],
    ["account_differs", ...signed(notificationBody(JSON.stringify(transaction({ appid: "wx0" }))))],
  ] as const)("is refused as %s and asked for again", (reason, body, headers) => {
    const reading = read(body, headers);
    expect(reading).toMatchObject({ kind: "refused", reason });
    expect(reading.reply.status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(reading.reply.body)).toEqual({ code: "FAIL", message: reason });
  });

  it("about something else than a payment or a refund is taken and left alone", () => {
    const transfer = notificationBody("{}", "MCHTRANSFER.BILL.FINISHED");
    expect(read(transfer)).toMatchObject({
      kind: "ignored",
      reason: "MCHTRANSFER.BILL.FINISHED",
      reply: { status: 200 },
    });
  });

  it("names the key that it does not know", () => {
    const headers = signedHeaders(whole, { changes: { "wechatpay-serial": "PUB_KEY_ID_9" } });
    expect(read(whole, headers)).toMatchObject({ serial: "PUB_KEY_ID_9", reply: { status: 500 } });
    expect(read(whole, {})).not.toHaveProperty("serial");
  });

  it("is read by the clock it is given", () => {
    const later = new Date(testNow.getTime() + 301_000);
    const reading = channel.readNotification(
      { headers: signedHeaders(whole), body: Buffer.from(whole) },
      later,
    );
    expect(reading).toMatchObject({ kind: "refused", reason: "timestamp_skewed" });
  });
});

describe("a notification of WeChat Pay about a refund", () => {
  it.each([
    [
      "SUCCESS",
      {
        state: "succeeded",
        money: { amount: 40, currency: "CNY" },
        channelRefundNo: "50300000000000000000000000001",
        succeededAt: new Date("2026-11-22T09:59:40Z"),
      },
    ],
    ["ABNORMAL", { state: "abnormal", failure: { code: "refund_abnormal", channelCode: "ABNORMAL" } }],
    ["CLOSED", { state: "failed", failure: { code: "refund_closed", channelCode: "CLOSED" } }],
  ])("%s is the end of it", (status, progress) => {
    expect(readRefund(status)).toMatchObject({
      kind: "refund",
      notificationId: "EV-2018022511223320873",
      outTradeNo: "att_01kaqz5v8r0000000000000001",
      outRefundNo: "rfd_01kaqz5v8r0000000000000001",
      progress,
      reply: { status: 200 },
    });
  });

  it.each([
    ["account_differs", { mchid: "1900000001" }],
    ["account_differs", { mchid: undefined }],
    ["malformed", { refund_status: undefined, status: "SUCCESS" }],
    ["malformed", { refund_status: "NEVER_SEEN" }],
    ["malformed", { success_time: undefined }],
    ["malformed", { amount: { refund: 40.5, total: 100 } }],
    ["malformed", { out_refund_no: undefined }],
  ])("is refused as %s with %j", (reason, changes) => {
    expect(readRefund("SUCCESS", changes)).toMatchObject({ kind: "refused", reason });
  });
});

function readRefund(status: string, changes: Record<string, unknown> = {}): NotificationReading {
  return read(notificationBody(JSON.stringify(refundNotice(status, changes)), `REFUND.${status}`));
}

function read(
  body: string,
  headers: Readonly<Record<string, string>> = signedHeaders(body),
): NotificationReading {
  return channel.readNotification({ headers, body: Buffer.from(body) }, testNow);
}

/** A body with a signature that holds. */
function signed(body: string): readonly [string, Record<string, string>] {
  return [body, signedHeaders(body)];
}
