import { X509Certificate } from "node:crypto";

import { systemClock } from "@compose-pay/runtime";
import type { AlipayCertificateAccountFile } from "@compose-pay/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { actionOf, alipayOrder, begunOrder, payOrder } from "../testing/alipay-customer.ts";
import { openChannel } from "../testing/open-channel.ts";
import { type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import { parseAccount } from "./account.ts";
import type { Channel } from "./channel.ts";
import type { NotificationReading } from "./notification-reading.ts";
import type { ChannelCertificate } from "./channel-certificate.ts";
import type { ChannelEnvironment } from "./channel-environment.ts";

const yearMs = 365 * 86_400_000;

let rig: SandboxRig;
let stranger: SandboxRig;
let file: AlipayCertificateAccountFile;
const opened: Channel[] = [];

beforeAll(async () => {
  rig = await startSandboxRig();
  stranger = await startSandboxRig();
}, 60_000);
beforeEach(async () => {
  file = await newAccount(rig);
});
afterAll(async () => {
  await Promise.all(opened.map((channel) => channel.dispose()));
  await rig.stop();
  await stranger.stop();
});

describe("an Alipay account with certificates", () => {
  it.each([
    "alipay_page",
    "alipay_wap",
    "alipay_app",
    "alipay_qr",
    "alipay_jsapi",
    "alipay_barcode",
  ] as const)("takes a payment by %s", async (method) => {
    const channel = open(file);
    const order = await begunOrder(rig, channel, alipayOrder(rig, method));
    await payOrder(rig, order);
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid", money: order.money } });
  });

  it("names both certificates in what a customer carries", async () => {
    const channel = open(file);
    for (const method of ["alipay_page", "alipay_app"] as const) {
      const action = JSON.stringify(await actionOf(channel, alipayOrder(rig, method)));
      expect(action).toMatch(/[?&"]app_cert_sn=[0-9a-f]{32}&/);
      expect(action).toMatch(/[?&"]alipay_root_cert_sn=[0-9a-f]{32}_[0-9a-f]{32}&/);
    }
  });

  it("needs the certificates that the gateway has of it", async () => {
    const other = await newAccount(rig);
    const { app_certificate, private_key } = other.credentials;
    const swapped = { ...file, credentials: { ...file.credentials, app_certificate, private_key } };
    expect(await open(swapped).query(alipayOrder(rig, "alipay_qr"))).toMatchObject({
      kind: "misconfigured",
      reason: "isv.app-cert-not-exist",
    });
    const { alipay_root_certificate } = (await newAccount(stranger)).credentials;
    const rootless = { ...file, credentials: { ...file.credentials, alipay_root_certificate } };
    expect(await open(rootless).query(alipayOrder(rig, "alipay_qr"))).toMatchObject({
      kind: "misconfigured",
      reason: "isv.invalid-alipay-root-cert-sn",
    });
  });

  it("has its certificate fetched, which is the pinned one while Alipay signs with it", async () => {
    const answer = await open(file).fetchCertificates(null);
    const [certificate] = certificatesOf(answer);
    const pinned = new X509Certificate(file.credentials.alipay_certificate);
    expect(new X509Certificate(certificate?.pem ?? "").fingerprint256).toBe(pinned.fingerprint256);
    expect(certificate?.effectiveAt).toEqual(pinned.validFromDate);
    expect(certificate?.expiresAt).toEqual(pinned.validToDate);
    expect(answer.call.operation).toBe("certificates");
  });

  it("is told which number is not known, and nothing of one that Alipay does not have", async () => {
    const answer = await open(file).fetchCertificates("0".repeat(32));
    expect(answer).toMatchObject({ kind: "unknown", reason: "refused", detail: "isv.alipay-cert-not-exist" });
  });
});

describe("an Alipay account with a plain key", () => {
  it("needs no certificates, and no call goes out for them", async () => {
    const call = { operation: "certificates", httpStatus: null };
    expect(await rig.open("alipay").fetchCertificates(null)).toMatchObject({ kind: "ok", value: [], call });
  });
});

describe("a new certificate of Alipay's", () => {
  it("is unknown by its number, fetched, and trusted from then on beside the old one", async () => {
    const channel = open(file);
    const order = await begunOrder(rig, channel, alipayOrder(rig, "alipay_jsapi"));
    const serial = await rotate();
    expect(await channel.query(order)).toMatchObject({
      kind: "unknown",
      reason: "key_unknown",
      detail: serial,
    });
    const certificates = certificatesOf(await channel.fetchCertificates(serial));
    expect(certificates).toMatchObject([{ serial }]);
    expect(await open(file, { certificates }).query(order)).toMatchObject({ value: { state: "waiting" } });
  });

  it("shows in the refresh of the pinned one too", async () => {
    const channel = open(file);
    const serial = await rotate();
    expect(await channel.fetchCertificates(null)).toMatchObject({
      kind: "unknown",
      reason: "key_unknown",
      detail: serial,
    });
  });

  it("signs notifications, which hold once it was fetched", async () => {
    const channel = open(file);
    const order = await begunOrder(rig, channel, alipayOrder(rig, "alipay_jsapi"));
    const serial = await rotate();
    const before = rig.received();
    await rig.control("POST", `/alipay/orders/${order.outTradeNo}/pay`, {});
    const raw = await rig.notification(before + 1);
    expect(channel.readNotification(raw, new Date()).kind).toBe("refused");
    const certificates = certificatesOf(await channel.fetchCertificates(serial));
    const renewed = open(file, { certificates });
    expect(renewed.readNotification(raw, new Date())).toMatchObject({ kind: "payment" });
    const afterItsEnd = new Date(Date.now() + 6 * yearMs);
    expect(renewed.readNotification(raw, afterItsEnd).kind).toBe("refused");
  });

  it("that a notification names is told by its number", () => {
    const serial = "0".repeat(32);
    expect(read(serial)).toMatchObject({ kind: "refused", reason: "key_unknown", serial });
    expect(read("../certificates")).toMatchObject({ kind: "refused", reason: "signature_wrong" });
  });

  it.each<[string, (given: ChannelCertificate) => Promise<ChannelCertificate>]>([
    [
      "without those above it",
      async (given) => ({ ...given, pem: new X509Certificate(given.pem).toString() }),
    ],
    ["under other roots", async (given) => ({ ...given, pem: await foreignPem() })],
    ["that cannot be read", async (given) => ({ ...given, pem: "-----BEGIN CERTIFICATE-----" })],
  ])("is not trusted %s", async (_, spoil) => {
    const channel = open(file);
    const order = await begunOrder(rig, channel, alipayOrder(rig, "alipay_jsapi"));
    const serial = await rotate();
    const [given] = certificatesOf(await channel.fetchCertificates(serial));
    if (given === undefined) throw new Error("no certificate came");
    const spoilt = open(file, { certificates: [await spoil(given)] });
    expect(await spoilt.query(order)).toMatchObject({ kind: "unknown", reason: "key_unknown" });
  });

  it("is not an application's, though the same roots stand above it", async () => {
    const pinned = {
      ...file.credentials,
      alipay_certificate: (await newAccount(rig)).credentials.app_certificate,
    };
    const channel = open({ ...file, credentials: pinned });
    const order = alipayOrder(rig, "alipay_qr");
    const answer = await channel.query(order);
    if (answer.kind !== "unknown" || answer.detail === null) throw new Error(JSON.stringify(answer));
    expect(answer.reason).toBe("key_unknown");
    expect(await channel.fetchCertificates(answer.detail)).toMatchObject({ reason: "key_unknown" });
  });
});

describe("the look at an account with certificates", () => {
  it.each([
    [31, "well"],
    [29, "warning"],
  ])("tells that the application's ends in %i days", async (days, level) => {
    const ending = await newAccount(rig, new Date(Date.now() + days * 86_400_000));
    const findings = await open(ending).check();
    expect(findings).toMatchObject([
      { subject: "certificate", level },
      { subject: "certificate", level: "well" },
      { subject: "clock", level: "well" },
      { subject: "query", level: "well" },
    ]);
    expect(findings[0]?.detail).toMatch(/^app_certificate [0-9a-f]{32}: /);
  });

  it("tells that it has ended", async () => {
    const findings = await open(await newAccount(rig, new Date(Date.now() - 1_000))).check();
    expect(findings[0]).toMatchObject({ subject: "certificate", level: "failed" });
    expect(findings.at(-1)).toEqual({ subject: "query", level: "failed", detail: "isv.app-cert-expired" });
  });
});

describe("an account file with certificates", () => {
  it.each([
    ["app_certificate", undefined, "needed"],
    ["alipay_certificate", undefined, "needed"],
    ["alipay_root_certificate", undefined, "needed"],
    ["app_certificate", "MIIsecret", "no certificate"],
    [
      "alipay_certificate",
      "-----BEGIN CERTIFICATE-----\nMIIsecret\n-----END CERTIFICATE-----",
      "no certificate",
    ],
    ["mode", "key", "certificate"],
    ["page_as", "popup", "redirect"],
  ])("names a wrong %s (%s)", (field, value, message) => {
    const reading = parseAccount({ ...file, credentials: { ...file.credentials, [field]: value } });
    expect(reading.kind).toBe("invalid");
    const faults = reading.kind === "invalid" ? reading.faults : [];
    expect(faults).toMatchObject([{ field: `credentials.${field}` }]);
    expect(faults[0]?.message).toContain(message);
    expect(JSON.stringify(faults)).not.toContain("MIIsecret");
  });

  it("notices certificates that stand in each other's places, and a key beside them", async () => {
    const { app_certificate, alipay_certificate } = file.credentials;
    const { alipay_public_key } = rig.sandbox.accounts().alipay.credentials;
    for (const [change, field] of [
      [{ app_certificate: alipay_certificate }, "app_certificate"],
      [{ alipay_certificate: app_certificate }, "alipay_certificate"],
      [{ alipay_public_key }, "alipay_public_key"],
    ] as const) {
      const reading = parseAccount({ ...file, credentials: { ...file.credentials, ...change } });
      expect(reading.kind === "invalid" && reading.faults[0]?.field).toBe(`credentials.${field}`);
    }
  });

  it("takes certificates with written line breaks", () => {
    const app_certificate = file.credentials.app_certificate.replaceAll("\n", "\\n");
    const reading = parseAccount({ ...file, credentials: { ...file.credentials, app_certificate } });
    expect(reading.kind).toBe("account");
  });
});

function read(serial: string): NotificationReading {
  const body = Buffer.from(`app_id=1&sign=AAAA&sign_type=RSA2&alipay_cert_sn=${serial}`);
  return open(file).readNotification({ headers: {}, body }, new Date());
}

async function newAccount(by: SandboxRig, endsAt?: Date): Promise<AlipayCertificateAccountFile> {
  const wish = { channel: "alipay", mode: "certificate", certificate_expires_at: endsAt?.toISOString() };
  return (await by.control("POST", "/accounts", wish)) as AlipayCertificateAccountFile; // because that is what this mode's accounts are
}

function open(account: unknown, environment: Partial<ChannelEnvironment> = {}): Channel {
  const channel = openChannel(account, { clock: systemClock, ...environment });
  opened.push(channel);
  return channel;
}

async function rotate(): Promise<string> {
  const made = (await rig.control("POST", "/alipay/certificates/rotate")) as { alipay_cert_sn: string }; // because the control says so
  return made.alipay_cert_sn;
}

async function foreignPem(): Promise<string> {
  const channel = open(await newAccount(stranger));
  return certificatesOf(await channel.fetchCertificates(null))[0]?.pem ?? "";
}

function certificatesOf(
  answer: Awaited<ReturnType<Channel["fetchCertificates"]>>,
): readonly ChannelCertificate[] {
  if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
  return answer.value;
}
