import { constants, privateDecrypt } from "node:crypto";

import WxPay from "wechatpay-node-v3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, refundOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { platformCertificate } from "../../testing/wechat-certificate.ts";
import {
  answer,
  refundAnswer,
  refusal,
  wechatAccountFile,
  writeSigned,
} from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const refund = refundOf({ reason: "冷了的茶" });
const path = "/v3/refund/domestic/refunds";
const success = refundAnswer({ status: "SUCCESS", success_time: "2026-11-22T17:59:40+08:00" });
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(wechatAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("a refund at WeChat Pay", () => {
  it("is built by the package, names the order by our number and always its notification's address", async () => {
    const built = vi.spyOn(WxPay.prototype, "refunds");
    server.play(answer(200, refundAnswer()));
    expect(await channel.refund(refund)).toMatchObject({
      kind: "ok",
      value: { state: "processing", channelRefundNo: "50300000000000000000000000001" },
      call: { operation: "refund", httpStatus: 200 },
    });
    expect(built).toHaveBeenCalledOnce();
    built.mockRestore();
    expect(server.requests.at(-1)?.target).toBe(path);
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual({
      out_trade_no: refund.order.outTradeNo,
      out_refund_no: refund.outRefundNo,
      reason: "冷了的茶",
      notify_url: refund.notifyUrl,
      amount: { refund: 40, total: 100, currency: "CNY" },
    });
  });

  it("has the same parameters whether the channel's number is known or not", async () => {
    await channel.refund(refund);
    await channel.refund({ ...refund, channelTradeNo: null });
    const [first, second] = server.requests.slice(-2).map(({ body }) => body);
    expect(second).toBe(first);
  });

  it.each([
    [
      "SUCCESS",
      success,
      { state: "succeeded", money: refund.money, succeededAt: new Date("2026-11-22T09:59:40Z") },
    ],
    ["PROCESSING", refundAnswer(), { state: "processing" }],
    ["CLOSED", refundAnswer({ status: "CLOSED" }), { state: "failed", failure: { code: "refund_closed" } }],
    [
      "ABNORMAL",
      refundAnswer({ status: "ABNORMAL" }),
      {
        state: "abnormal",
        channelRefundNo: "50300000000000000000000000001",
        failure: { code: "refund_abnormal", channelCode: "ABNORMAL" },
      },
    ],
  ])("%s is told by the refund and by the query alike", async (_, body, value) => {
    server.play(answer(200, body));
    expect(await channel.refund(refund)).toMatchObject({ kind: "ok", value });
    expect(await channel.queryRefund(refund)).toMatchObject({
      kind: "ok",
      value,
      call: { operation: "refund_query" },
    });
    expect(server.requests.at(-1)).toMatchObject({ method: "GET", target: `${path}/${refund.outRefundNo}` });
  });

  it.each([
    ["number_differs", { out_refund_no: "rfd_another" }],
    ["number_differs", { out_trade_no: "att_another" }],
    ["number_differs", { transaction_id: "4200000000000000000000000000" }],
    ["amount_differs", { amount: { refund: 41, total: 100, currency: "CNY" } }],
    ["amount_differs", { amount: { refund: 40, total: 99, currency: "CNY" } }],
    ["currency_differs", { amount: { refund: 40, total: 100, currency: "USD" } }],
    ["answer_unreadable", { status: "NEVER_SEEN" }],
    ["answer_unreadable", { status: "SUCCESS" }],
    ["answer_unreadable", { amount: { refund: 40.5, total: 100, currency: "CNY" } }],
    ["answer_unreadable", { refund_id: undefined }],
  ])("is not known by an answer that does not fit: %s by %j", async (reason, changes) => {
    server.play(answer(200, refundAnswer(changes)));
    expect(await channel.refund(refund)).toMatchObject({ kind: "unknown", reason });
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "unknown", reason });
  });

  it.each([
    [403, "NOT_ENOUGH", { kind: "throttled", reason: "balance_not_enough" }],
    [429, "FREQUENCY_LIMITED", { kind: "throttled", reason: "FREQUENCY_LIMITED" }],
    [500, "SYSTEM_ERROR", { kind: "unknown", reason: "channel_error" }],
    [502, "BANK_ERROR", { kind: "unknown", reason: "channel_error" }],
    [403, "NO_AUTH", { kind: "misconfigured", reason: "NO_AUTH" }],
    [404, "MCH_NOT_EXISTS", { kind: "misconfigured", reason: "MCH_NOT_EXISTS" }],
  ])("%i %s leaves it to be asked for again, with no other call", async (status, code, expected) => {
    const before = server.requests.length;
    server.play(refusal(status, code));
    expect(await channel.refund(refund)).toMatchObject({ ...expected, call: { channelCode: code } });
    expect(server.requests).toHaveLength(before + 1);
  });

  it.each(["SOME_CODE_OF_CONCURRENCY", "RESOURCE_NOT_EXISTS", "TRADE_ERROR"])(
    "%s is not known, although the channel has no such refund yet",
    async (code) => {
      play([403, { code, message: "" }], [404, { code: "RESOURCE_NOT_EXISTS", message: "" }]);
      expect(await channel.refund(refund)).toMatchObject({
        kind: "unknown",
        reason: "refused",
        detail: code,
        earlierCalls: [{ operation: "refund", channelCode: code }],
      });
    },
  );

  it.each(["INVALID_REQUEST", "PARAM_ERROR", "TRADE_OVERDUE", "USER_ACCOUNT_ABNORMAL", "RULE_LIMIT"])(
    "%s is declined once the channel has no such refund",
    async (code) => {
      play([400, { code, message: "不行" }], [404, { code: "RESOURCE_NOT_EXISTS", message: "" }]);
      expect(await channel.refund(refund)).toMatchObject({
        kind: "declined",
        failure: { code: "refund_refused", channelCode: code, channelMessage: "不行" },
        call: { operation: "refund_query" },
        earlierCalls: [{ operation: "refund", channelCode: code }],
      });
    },
  );

  it.each([
    ["is there", [200, success], { kind: "ok", value: { state: "succeeded" } }],
    [
      "is another one",
      [200, refundAnswer({ amount: { refund: 41, total: 100, currency: "CNY" } })],
      { kind: "unknown", reason: "order_differs", detail: "INVALID_REQUEST" },
    ],
    [
      "cannot be asked for",
      [500, { code: "SYSTEM_ERROR", message: "" }],
      { kind: "unknown", reason: "follow_up_failed" },
    ],
  ] as const)("that is refused is settled by the refund itself, which %s", async (_, second, expected) => {
    play([400, { code: "INVALID_REQUEST", message: "参数不一致" }], second);
    expect(await channel.refund(refund)).toMatchObject(expected);
  });

  it("is absent where the query does not know it, and never failed by another refusal", async () => {
    server.play(refusal(404, "RESOURCE_NOT_EXISTS"));
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    server.play(refusal(400, "INVALID_REQUEST"));
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "unknown", reason: "refused" });
  });

  it("is not made under a number that would lead its path elsewhere", async () => {
    const other = refundOf({ outRefundNo: "a/../../b?x" });
    await expect(channel.refund(other)).rejects.toThrow("out_trade_no");
    await expect(channel.queryRefund(other)).rejects.toThrow("out_trade_no");
    await expect(channel.refund(refundOf({ order: orderOf({ outTradeNo: "a/../../b" }) }))).rejects.toThrow(
      "out_trade_no",
    );
  });
});

const abnormal = {
  refund,
  channelRefundNo: "50300000000000000000000000001",
  payout: {
    to: "customer_card",
    bankType: "ICBC_DEBIT",
    bankAccount: "6222020200012345678",
    realName: "张三",
  },
} as const;

describe("an abnormal refund", () => {
  it("goes to the customer's card, which is encrypted with the key that Wechatpay-Serial names", async () => {
    const file = wechatAccountFile(server.url);
    const credentials = {
      ...file.credentials,
      public_key: null,
      public_key_id: null,
      platform_certificates: [platformCertificate.pem],
    };
    const byCertificate = openChannel({ ...file, credentials });
    await byCertificate.settleAbnormalRefund(abnormal);
    await byCertificate.dispose();
    const sent = server.requests.at(-1);
    expect(sent?.target).toBe(`${path}/${abnormal.channelRefundNo}/apply-abnormal-refund`);
    expect(sent?.headers["wechatpay-serial"]).toBe(platformCertificate.serial);
    const body = JSON.parse(sent?.body ?? "") as Record<string, string>; // because every member is a text
    expect(body).toMatchObject({
      out_refund_no: refund.outRefundNo,
      type: "USER_BANK_CARD",
      bank_type: "ICBC_DEBIT",
    });
    expect(opened(body["bank_account"])).toBe("6222020200012345678");
    expect(opened(body["real_name"])).toBe("张三");
    expect(sent?.body).not.toContain("张三");
  });

  it("goes to the merchant's own account without a card", async () => {
    server.play(answer(200, refundAnswer()));
    const toMerchant = { ...abnormal, payout: { to: "merchant" } } as const;
    expect(await channel.settleAbnormalRefund(toMerchant)).toMatchObject({
      kind: "ok",
      value: { state: "processing" },
    });
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual({
      out_refund_no: refund.outRefundNo,
      type: "MERCHANT_BANK_CARD",
    });
  });

  it.each([
    ["ABNORMAL", { kind: "declined", failure: { code: "refund_refused", channelCode: "INVALID_REQUEST" } }],
    ["PROCESSING", { kind: "ok", value: { state: "processing" } }],
  ])("that is refused while it is %s", async (status, expected) => {
    play([400, { code: "INVALID_REQUEST", message: "" }], [200, refundAnswer({ status })]);
    expect(await channel.settleAbnormalRefund(abnormal)).toMatchObject(expected);
  });

  it("is not sent to a card while there is no key to encrypt it with", async () => {
    const file = wechatAccountFile(server.url);
    const credentials = { ...file.credentials, public_key: null, public_key_id: null };
    const keyless = openChannel({ ...file, credentials });
    const before = server.requests.length;
    expect(await keyless.settleAbnormalRefund(abnormal)).toMatchObject({
      kind: "misconfigured",
      reason: "platform_key_missing",
    });
    expect(server.requests).toHaveLength(before);
    await keyless.dispose();
  });
});

function opened(sealed = ""): string {
  const key = platformCertificate.privateKey;
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return privateDecrypt({ key, padding, oaepHash: "sha1" }, Buffer.from(sealed, "base64")).toString();
}

/** Plays one answer after the other. */
function play(...told: readonly (readonly [status: number, body: unknown])[]): void {
  const before = server.requests.length;
  server.play((_, response) => {
    const next = told[server.requests.length - before - 1];
    if (next === undefined) throw new Error("one call too many");
    writeSigned(response, next[0], next[1]);
  });
}
