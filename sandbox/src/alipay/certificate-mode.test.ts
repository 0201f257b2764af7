import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayCertificateAccountFile } from "./account-file.ts";
import { certificatesIn, serialNumberOf } from "../testing/alipay-identity.ts";
import type { AlipayCall, AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let account: AlipayCertificateAccountFile;
let merchant: AlipayMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  account = await openAccount();
  merchant = createAlipayMerchant(account);
});
afterAll(() => sandbox.stop());

async function openAccount(more: object = {}): Promise<AlipayCertificateAccountFile> {
  const wish = { channel: "alipay", mode: "certificate", ...more };
  const { json } = await sandbox.control("POST", "/accounts", wish);
  // because the control answers an account file of the kind that was asked for
  return json as AlipayCertificateAccountFile;
}

const query = (changes: Omit<AlipayCall, "method" | "biz">) =>
  merchant.send({ method: "alipay.trade.query", biz: { out_trade_no: "any" }, ...changes });
const download = async (sn: string) => {
  const method = "alipay.open.app.alipaycert.download";
  return (await merchant.send({ method, biz: { alipay_cert_sn: sn } })).node;
};

describe("the certificates of an application", () => {
  it("hang on the root: Class 1 issues the application's, Class 2 Alipay's", () => {
    const {
      app_certificate: app,
      alipay_certificate: alipay,
      alipay_root_certificate: roots,
    } = account.credentials;
    const ours = new X509Certificate(app);
    expect(ours.subject).toContain(`CN=${account.credentials.seller_id}-${account.credentials.app_id}`);
    expect(ours.issuer).toContain("Class 1 R1");
    expect(new X509Certificate(alipay).issuer).toContain("Class 2 R1");
    expect(ours.serialNumber).toMatch(/^20\d{6}[0-9A-F]{24}$/);
    const kinds = certificatesIn(roots).map((pem) => new X509Certificate(pem).publicKey.asymmetricKeyType);
    expect(kinds).toEqual(["ec", "rsa", "rsa"]);
  });

  it("are kept over a restart, and so is what they signed", async () => {
    const before = await merchant.precreate("before_restart");
    await sandbox.restart();
    merchant = createAlipayMerchant({ ...account, base_url: `${sandbox.url}/gateway.do` });
    const after = await merchant.precreate("before_restart");
    expect([after.isProven, after.certificateSn]).toEqual([true, before.certificateSn]);
    expect(after.node).toEqual(before.node);
  });
});

describe("a call in certificate mode", () => {
  it("is answered with the number of the certificate that proves it", async () => {
    const answer = await merchant.precreate("certified");
    expect(answer.node).toMatchObject({ code: "10000" });
    expect(answer.isProven).toBe(true);
    expect(answer.certificateSn).toBe(serialNumberOf(account.credentials.alipay_certificate));
  });

  it.each<[string, AlipayCall["params"], string, string]>([
    ["no app_cert_sn", { app_cert_sn: null }, "40001", "isv.missing-app-cert-sn"],
    ["another app_cert_sn", { app_cert_sn: "0".repeat(32) }, "40002", "isv.app-cert-not-exist"],
    ["no root number", { alipay_root_cert_sn: null }, "40001", "isv.missing-alipay-root-cert-sn"],
    [
      "another root number",
      { alipay_root_cert_sn: "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6" },
      "40002",
      "isv.invalid-alipay-root-cert-sn",
    ],
  ])("is refused before its signature with %s", async (_name, params, code, subCode) => {
    const answer = await query({ params: params ?? {}, unsigned: { sign: "AAAA" } });
    expect(answer.node).toMatchObject({ code, sub_code: subCode });
    expect(answer.body).toMatch(/^\{"error_response":/);
  });

  it("is refused when the root's number counts the elliptic curve too", async () => {
    const all = certificatesIn(account.credentials.alipay_root_certificate).map(serialNumberOf).join("_");
    const answer = await query({ params: { alipay_root_cert_sn: all } });
    expect(answer.node).toMatchObject({ sub_code: "isv.invalid-alipay-root-cert-sn" });
  });

  it("is refused once the application's certificate has ended", async () => {
    const ended = await openAccount({ certificate_expires_at: new Date(Date.now() - 1_000).toISOString() });
    const answer = await createAlipayMerchant(ended).precreate("too_late");
    expect(answer.node).toMatchObject({ code: "40002", sub_code: "isv.app-cert-expired" });
  });

  it("is no call of an application in key mode", async () => {
    const plain = createAlipayMerchant(sandbox.accounts.alipay);
    const answer = await plain.send({
      method: "alipay.trade.query",
      biz: { out_trade_no: "any" },
      params: { app_cert_sn: "0".repeat(32) },
    });
    expect(answer.node).toMatchObject({ sub_code: "isv.app-cert-not-exist" });
    expect((await plain.precreate("plain")).certificateSn).toBeNull();
  });

  it("shows a number that nobody knows when a fault says so", async () => {
    await sandbox.control("PUT", "/faults", [
      { channel: "alipay", operation: "create", fault: "unknown_serial", times: 1 },
    ]);
    const answer = await merchant.precreate("unknown_number");
    expect(answer.isProven).toBe(false);
    expect(answer.certificateSn).toMatch(/^[0-9a-f]{32}$/);
    expect(await download(answer.certificateSn ?? "")).toMatchObject({
      sub_code: "isv.alipay-cert-not-exist",
    });
  });
});

describe("a change of Alipay's certificate", () => {
  it("is seen by its number, fetched by it, and proves what comes after", async () => {
    const before = await merchant.precreate("rotated");
    const rotated = await sandbox.control("POST", "/alipay/certificates/rotate", {});
    const after = await merchant.precreate("rotated");
    expect(after.isProven).toBe(false);
    expect(after.certificateSn).not.toBe(before.certificateSn);
    expect(rotated.json).toMatchObject({ alipay_cert_sn: after.certificateSn });
    const content = String((await download(after.certificateSn ?? ""))["alipay_cert_content"]);
    const [leaf = "", issuer = ""] = certificatesIn(Buffer.from(content, "base64").toString());
    expect(serialNumberOf(leaf)).toBe(after.certificateSn);
    expect(isIssued(leaf, issuer)).toBe(true);
    const [, root = ""] = certificatesIn(account.credentials.alipay_root_certificate);
    expect(isIssued(issuer, root)).toBe(true);
    const renewed = { ...merchant.credentials, alipay_certificate: leaf } as typeof account.credentials;
    const next = createAlipayMerchant({
      ...account,
      base_url: `${sandbox.url}/gateway.do`,
      credentials: renewed,
    });
    expect((await next.precreate("rotated")).isProven).toBe(true);
    expect(await download(before.certificateSn ?? "")).toMatchObject({ code: "10000" });
  });

  it("does not concern applications in key mode", async () => {
    const plain = createAlipayMerchant(sandbox.accounts.alipay);
    await sandbox.control("POST", "/alipay/certificates/rotate", {});
    expect((await plain.precreate("plain_rotated")).isProven).toBe(true);
  });
});

function isIssued(pem: string, byPem: string): boolean {
  const by = new X509Certificate(byPem);
  const certificate = new X509Certificate(pem);
  return certificate.checkIssued(by) && certificate.verify(by.publicKey);
}
