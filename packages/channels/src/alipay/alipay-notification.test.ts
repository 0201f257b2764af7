import { afterAll, describe, expect, it } from "vitest";

import { alipayAccountFile, notificationForm } from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { testNow } from "../../testing/orders.ts";
import type { NotificationReading } from "../notification-reading.ts";

const channel = openChannel(alipayAccountFile("http://127.0.0.1:1"));
afterAll(() => channel.dispose());

describe("a notification of Alipay", () => {
  it("is a payment when it holds, and is answered with seven bytes", () => {
    expect(read(notificationForm())).toEqual({
      kind: "payment",
      notificationId: "2023122101222162644199160501632046",
      outTradeNo: "att_01kaqz5v8r0000000000000001",
      state: {
        state: "paid",
        money: { amount: 100, currency: "CNY" },
        channelTradeNo: "2026112222001499160501589436",
        paidAt: new Date("2026-11-22T09:59:30Z"),
      },
      reply: { status: 200, contentType: "text/plain", body: "success" },
    });
  });

  it.each([
    ["TRADE_FINISHED", "2026-11-22 17:59:30", { state: "paid" }],
    ["WAIT_BUYER_PAY", undefined, { state: "waiting" }],
    ["TRADE_CLOSED", undefined, { state: "closed", moneyReturned: false }],
    ["TRADE_CLOSED", "2026-11-22 17:59:30", { state: "closed", moneyReturned: true }],
  ])("of %s tells the trade's state", (status, paidAt, state) => {
    expect(read(notificationForm({ trade_status: status, gmt_payment: paidAt }))).toMatchObject({ state });
  });

  it.each([
    [
      "part of it",
      { trade_status: "TRADE_SUCCESS", refund_fee: "0.80" },
      { state: "paid", money: { amount: 100 } },
    ],
    [
      "all of it",
      { trade_status: "TRADE_CLOSED", refund_fee: "1.00" },
      { state: "closed", moneyReturned: true },
    ],
    [
      "all of it, without the time of the payment",
      { trade_status: "TRADE_CLOSED", refund_fee: "1.00", gmt_payment: undefined },
      { state: "closed", moneyReturned: true },
    ],
  ])("after a refund of %s is about the trade: its sums do not tell one refund's", (_, changes, state) => {
    const refund = { out_biz_no: "rfd_01kaqz5v8r0000000000000001", gmt_refund: "2026-11-22 17:59:50.123" };
    expect(read(notificationForm({ ...changes, ...refund }))).toMatchObject({
      kind: "payment",
      outTradeNo: "att_01kaqz5v8r0000000000000001",
      state,
    });
  });

  it("with an empty field says no more than without it, and holds by either reading of the signature", () => {
    expect(
      read(notificationForm({ refund_fee: "", gmt_payment: "", trade_status: "WAIT_BUYER_PAY" })),
    ).toMatchObject({
      state: { state: "waiting" },
    });
    const added = notificationForm();
    added.append("buyer_open_id", "");
    expect(read(added)).toMatchObject({ kind: "payment", state: { state: "paid" } });
    added.append("refund_fee", "1.00");
    expect(read(added)).toMatchObject({ kind: "refused", reason: "signature_wrong" });
  });

  it("tells the amount that was paid, whatever it is, for the order to be held against", () => {
    expect(read(notificationForm({ total_amount: "0.01" }))).toMatchObject({
      state: { money: { amount: 1 } },
    });
  });

  it("keeps a plus and an encoded sign of its values apart", () => {
    expect(read(notificationForm({ subject: "a+b%20c %41", passback_params: "x%3D1" })).kind).toBe("payment");
  });

  it("of one paid order cannot be cut into one of another order", () => {
    const [own, others] = ["att_01kaqz5v8r0000000000000001", "att_01kaqz5v8r0000000000000002"];
    const inserted = `&notify_id=1&notify_type=trade_status_sync&out_trade_no=${others}&p=`;
    const genuine = notificationForm({ out_trade_no: own, body: inserted });
    const text = [...genuine]
      .filter(([name]) => name !== "sign" && name !== "sign_type")
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    // The true number goes into the value of `p`, up to the field that is sorted behind it.
    const [head = "", tail = ""] = text.split("&p=");
    const [hidden = "", rest = ""] = tail.split(/(?=&seller_id=)/);
    const forged = new URLSearchParams({ p: hidden, sign_type: "RSA2", sign: genuine.get("sign") ?? "" });
    for (const field of `${head}${rest}`.split(/&(?=\w+=)/)) {
      const [name = "", value = ""] = field.split(/=(.*)/s);
      forged.append(name, value);
    }
    expect(forged.get("out_trade_no")).toBe(others);
    expect(read(forged)).toMatchObject({ kind: "refused", reason: "signature_wrong" });
    expect(read(genuine)).toMatchObject({ kind: "refused", reason: "signature_wrong" });
  });

  it.each([
    ["signature_wrong", change(notificationForm(), "total_amount", "0.02")],
    ["signature_wrong", change(notificationForm(), "sign", "AAAA")],
    ["signature_wrong", `${notificationForm().toString()}&added=1`],
    ["signature_missing", change(notificationForm(), "sign", "")],
    ["algorithm_refused", change(notificationForm(), "sign_type", "RSA")],
    ["algorithm_refused", notificationForm({ sign_type: undefined }).toString()],
    ["malformed", `${notificationForm().toString()}&total_amount=0.01`],
    ["malformed", `total_amount=0.01&${notificationForm().toString()}`],
    ["malformed", "%"],
    ["malformed", notificationForm({ charset: "GBK" }).toString()],
    ["malformed", notificationForm({ total_amount: "1.001" }).toString()],
    ["malformed", notificationForm({ trade_status: "NEVER_SEEN" }).toString()],
    ["malformed", notificationForm({ gmt_payment: "yesterday" }).toString()],
    ["malformed", notificationForm({ refund_fee: "a yuan" }).toString()],
    ["malformed", notificationForm({ notify_id: undefined }).toString()],
    ["account_differs", notificationForm({ app_id: "9021000122682883" }).toString()],
    ["account_differs", notificationForm({ seller_id: "2088721003899150" }).toString()],
    ["account_differs", notificationForm({ seller_id: undefined }).toString()],
  ])("is refused as %s and asked for again", (reason, body) => {
    const reading = read(body);
    expect(reading).toMatchObject({ kind: "refused", reason });
    expect(reading.reply.body).not.toBe("success");
  });

  it("about something else than a trade is taken and left alone", () => {
    const form = notificationForm({ notify_type: "open_app_auth_notify" });
    expect(read(form)).toMatchObject({ kind: "ignored", reply: { body: "success" } });
  });
});

function read(body: string | URLSearchParams): NotificationReading {
  return channel.readNotification({ headers: {}, body: Buffer.from(body.toString()) }, testNow);
}

function change(form: URLSearchParams, name: string, value: string): string {
  form.set(name, value);
  return form.toString();
}
