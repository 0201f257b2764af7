import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { partOf, startWechatSandbox, type WechatSandbox } from "../testing/wechat-sandbox.ts";
import type { Channel } from "./channel.ts";

const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
let wechat: WechatSandbox;
beforeAll(async () => {
  wechat = await startWechatSandbox();
}, 60_000);
afterEach(() => wechat.heal());
afterAll(() => wechat.stop());

describe("a WeChat Pay account that proves WeChat Pay by certificates", () => {
  it("begins with none, downloads them, and goes on over a rotation", async () => {
    const file = await wechat.newAccount({ mode: "certificate" });
    const bare = wechat.open({ ...file, credentials: { ...file.credentials, platform_certificates: [] } });
    const order = wechat.rig.newOrder("wechat");
    const first = await bare.create(order);
    expect(first).toMatchObject({ kind: "unknown", reason: "key_unknown" });
    const certificates = await downloaded(bare);
    expect(certificates.map(({ serial }) => serial)).toContain(first.kind === "unknown" && first.detail);
    const knowing = wechat.open(file, { certificates });
    expect(await knowing.create(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });

    await wechat.rig.control("POST", "/wechat/certificates/rotate", {});
    const refused = await knowing.query(order);
    expect(refused).toMatchObject({ kind: "unknown", reason: "key_unknown" });
    const renewed = await downloaded(knowing);
    expect(renewed).toHaveLength(certificates.length + 1);
    const after = wechat.open(file, { certificates: renewed });
    expect(await after.query(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
  });

  it.each([
    ["reset_after", "connection_reset"],
    ["error_500", "channel_error"],
    ["bad_signature", "signature_wrong"],
    ["signtest", "signature_probe"],
    ["unknown_serial", "key_unknown"],
    ["truncated", "connection_reset"],
    ["not_json", "signature_missing"],
  ])("takes no certificate from a download with %s", async (fault, reason) => {
    const file = await wechat.newAccount({ mode: "certificate" });
    const channel = wechat.open(file);
    await wechat.spoil("certificates", fault);
    expect(await channel.fetchCertificates(null)).toMatchObject({ kind: "unknown", reason });
    expect(await channel.fetchCertificates(null)).toMatchObject({ kind: "ok" });
  });

  it("hears of an unknown key by a notification too, and reads it once it has the certificate", async () => {
    const file = await wechat.newAccount({ mode: "certificate" });
    const bare = wechat.open({ ...file, credentials: { ...file.credentials, platform_certificates: [] } });
    const certificates = await downloaded(bare);
    const knowing = wechat.open(file, { certificates });
    const order = wechat.rig.newOrder("wechat");
    await knowing.create(order);
    const before = wechat.rig.received();
    await wechat.rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, {});
    const raw = await wechat.rig.notification(before + 1);
    const refused = bare.readNotification(raw, new Date());
    expect(refused).toMatchObject({ kind: "refused", reason: "key_unknown", reply: { status: 500 } });
    const serial = refused.kind === "refused" ? refused.serial : undefined;
    expect(certificates.map((each) => each.serial)).toContain(serial);
    expect(knowing.readNotification(raw, new Date())).toMatchObject({ kind: "payment" });
  });
});

describe("a new WeChat Pay account, of the public key alone", () => {
  it("has no certificates to download and needs none", async () => {
    const channel = wechat.open(await wechat.newAccount({ mode: "public_key" }));
    expect(await channel.fetchCertificates(null)).toMatchObject({ kind: "ok", value: [] });
    expect(await channel.create(wechat.rig.newOrder("wechat"))).toMatchObject({ kind: "ok" });
  });
});

describe("a service provider at WeChat Pay", () => {
  it.each([
    ["wechat_native", {}],
    ["wechat_jsapi", { payer: { openid } }],
    ["wechat_h5", { clientIp: "203.0.113.7" }],
    ["wechat_app", {}],
    ["wechat_codepay", { payer: { authCode: "130061098828009402" } }],
  ] as const)("creates, is paid, refunds and is told of it by %s", async (method, changes) => {
    await wechat.rig.control("PUT", "/wechat/refund-delay", { ms: 0 });
    const channel = wechat.open(await wechat.newAccount({ sub_mchid: true }));
    const order = wechat.rig.newOrder("wechat", { method, ...changes });
    expect(await channel.create(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
    await wechat.rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
    const paid = await channel.query(order);
    expect(paid).toMatchObject({ kind: "ok", value: { state: "paid", money: order.money } });
    expect(await channel.close(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    const before = wechat.rig.received();
    const refund = partOf(order);
    expect(await channel.refund(refund)).toMatchObject({ kind: "ok", value: { state: "succeeded" } });
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "succeeded" } });
    const raw = await wechat.rig.notification(before + 1);
    expect(channel.readNotification(raw, new Date())).toMatchObject({
      kind: "refund",
      outRefundNo: refund.outRefundNo,
      progress: { state: "succeeded", money: refund.money },
    });
    expect(wechat.channel.readNotification(raw, new Date()).kind).toBe("refused");
  });

  it.each([
    ["wechat_native", {}],
    ["wechat_codepay", { payer: { authCode: "130061098828009402" } }],
  ] as const)("closes an order by %s", async (method, changes) => {
    const channel = wechat.open(await wechat.newAccount({ sub_mchid: true }));
    const order = wechat.rig.newOrder("wechat", { method, ...changes });
    await channel.create(order);
    expect(await channel.close(order)).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
    });
    expect(await wechat.truth(order)).toMatchObject({ status: "closed" });
  });
});

describe("the check of a WeChat Pay account", () => {
  it.each(["both", "public_key", "certificate"])("is well for a healthy one (%s)", async (mode) => {
    const channel = wechat.open(await wechat.newAccount({ mode }));
    const findings = await channel.check();
    expect(findings.filter(({ level }) => level !== "well")).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(4);
  });
});

async function downloaded(channel: Channel) {
  const answer = await channel.fetchCertificates(null);
  if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
  return answer.value;
}
