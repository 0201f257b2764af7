import { generateKeyPairSync } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, testNow } from "../../testing/orders.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { platformCertificate } from "../../testing/wechat-certificate.ts";
import {
  answer,
  answerBy,
  certificateEntry,
  refusal,
  signedHeaders,
  transaction,
  wechatAccountFile,
} from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const entry = certificateEntry(platformCertificate);
const downloaded = {
  serial: platformCertificate.serial,
  pem: platformCertificate.pem,
  effectiveAt: new Date(platformCertificate.effectiveTime),
  expiresAt: new Date(platformCertificate.expireTime),
};
let server: ScriptedServer;
/** Knows no key at all, as before its first download. */
let bare: Channel;
/** Knows the public key. */
let keyed: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  bare = openChannel(bareFile());
  keyed = openChannel(wechatAccountFile(server.url));
});
afterAll(async () => {
  await bare.dispose();
  await keyed.dispose();
  await server.close();
});

describe("the download of the platform certificates", () => {
  it("is verified by a certificate that it brings itself, with no key known before", async () => {
    server.play(answerBy(platformCertificate, 200, { data: [entry] }));
    expect(await bare.fetchCertificates(null)).toMatchObject({
      kind: "ok",
      value: [downloaded],
      call: { operation: "certificates", httpStatus: 200 },
    });
    expect(server.requests.at(-1)).toMatchObject({ method: "GET", target: "/v3/certificates" });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("wechatpay-serial");
  });

  it("is verified by the public key while both are in use", async () => {
    server.play(answer(200, { data: [entry] }));
    expect(await keyed.fetchCertificates(platformCertificate.serial)).toMatchObject({
      kind: "ok",
      value: [downloaded],
    });
  });

  it("opens the channel for answers and notifications under the certificate", async () => {
    const signed = answerBy(platformCertificate, 200, transaction());
    server.play(signed);
    const order = orderOf();
    const unknown = { kind: "unknown", reason: "key_unknown", detail: platformCertificate.serial };
    expect(await bare.query(order)).toMatchObject(unknown);
    const knowing = openChannel(bareFile(), { certificates: [downloaded] });
    expect(await knowing.query(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    await knowing.dispose();
  });

  it("is nothing for a merchant of the public key alone", async () => {
    server.play(refusal(404, "RESOURCE_NOT_EXISTS"));
    expect(await keyed.fetchCertificates(null)).toMatchObject({ kind: "ok", value: [] });
  });

  it("leaves out what has expired", async () => {
    const afterwards = { now: () => downloaded.expiresAt };
    const late = openChannel(wechatAccountFile(server.url), { clock: afterwards });
    server.play((_, response) => {
      const body = JSON.stringify({ data: [entry] });
      response.writeHead(200, signedHeaders(body, { at: afterwards.now() })).end(body);
    });
    expect(await late.fetchCertificates(null)).toMatchObject({ kind: "ok", value: [] });
    await late.dispose();
  });

  it.each<[string, Script, string]>([
    [
      "a signature of somebody else under that serial",
      answerBy({ serial: platformCertificate.serial, privateKey: stranger }, 200, { data: [entry] }),
      "signature_wrong",
    ],
    [
      "a serial that it does not bring",
      answerBy({ ...platformCertificate, serial: "5F1C72E2A8931B72A2E13AF8DEE92471EB397115" }, 200, {
        data: [entry],
      }),
      "key_unknown",
    ],
    ["no entries", answerBy(platformCertificate, 200, {}), "key_unknown"],
    [
      "no signature",
      (_, response) => response.writeHead(200).end(JSON.stringify({ data: [entry] })),
      "signature_missing",
    ],
  ])("with %s is refused", async (_, script, reason) => {
    server.play(script);
    expect(await bare.fetchCertificates(null)).toMatchObject({ kind: "unknown", reason });
  });

  it.each([
    ["a flipped byte", { encrypt_certificate: flipped() }],
    ["other associated data", { encrypt_certificate: { ...sealedOf(), associated_data: "transaction" } }],
    ["another algorithm", { encrypt_certificate: { ...sealedOf(), algorithm: "AEAD_SM4_GCM" } }],
    ["another serial than the certificate's", { serial_no: "5F1C72E2A8931B72A2E13AF8DEE92471EB397115" }],
    ["another expiry than the certificate's", { expire_time: "2032-04-25T16:55:23+08:00" }],
    ["another beginning than the certificate's", { effective_time: "2020-04-27T16:55:23+08:00" }],
    ["no certificate in it", certificateEntry({ ...platformCertificate, pem: "no certificate" })],
  ])("with %s is not read, though it is signed", async (_, changes) => {
    server.play(answer(200, { data: [{ ...entry, ...changes }] }));
    expect(await keyed.fetchCertificates(null)).toMatchObject({
      kind: "unknown",
      reason: "answer_unreadable",
    });
    server.play(answerBy(platformCertificate, 200, { data: [{ ...entry, ...changes }] }));
    expect(await bare.fetchCertificates(null)).toMatchObject({ kind: "unknown", reason: "key_unknown" });
  });
});

describe("a certificate of the account file", () => {
  it("proves nothing once it has expired, and its serial is told", async () => {
    const file = bareFile({ platform_certificates: [platformCertificate.pem] });
    const order = orderOf();
    server.play(answerBy(platformCertificate, 200, transaction()));
    const now = openChannel(file);
    expect(await now.query(order)).toMatchObject({ kind: "ok" });
    await now.dispose();
    const body = JSON.stringify(transaction());
    const raw = { headers: signedHeaders(body, { signer: platformCertificate }), body: Buffer.from(body) };
    const expired = new Date(downloaded.expiresAt);
    const headers = signedHeaders(body, { signer: platformCertificate, at: expired });
    const later = openChannel(file);
    expect(later.readNotification({ ...raw, headers }, expired)).toMatchObject({
      kind: "refused",
      reason: "key_unknown",
      serial: platformCertificate.serial,
      reply: { status: 500 },
    });
    expect(later.readNotification(raw, testNow)).toMatchObject({ kind: "refused", reason: "malformed" });
    await later.dispose();
  });
});

function bareFile(changes: Record<string, unknown> = {}) {
  const file = wechatAccountFile(server.url);
  return {
    ...file,
    credentials: { ...file.credentials, public_key: null, public_key_id: null, ...changes },
  };
}

function sealedOf(): Record<string, unknown> {
  return entry["encrypt_certificate"] as Record<string, unknown>; // because that is how entries are made
}

function flipped(): Record<string, unknown> {
  const bytes = Buffer.from(String(sealedOf()["ciphertext"]), "base64");
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
  return { ...sealedOf(), ciphertext: bytes.toString("base64") };
}
