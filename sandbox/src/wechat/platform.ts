import { createPrivateKey, createPublicKey, randomInt } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { issueCertificate } from "../core/certificate.ts";
import type { Issuer } from "../core/certificate.ts";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem, publicPem } from "../core/rsa.ts";

const dayMs = 24 * 60 * 60 * 1000;
const documentName = "wechat/platform";
const authorityName =
  "CN=Tenpay.com Root CA,OU=Tenpay.com CA Center,O=Tenpay.com,L=ShenZhen,ST=GuangDong,C=CN";
const platformName = "CN=Tenpay.com sign,OU=Tenpay.com CA Center,O=Tenpay.com,L=ShenZhen,ST=GuangDong,C=CN";

const savedPlatform = z.object({
  authority: z.string(),
  certificates: z.array(
    z.object({
      serialNo: z.string(),
      pem: z.string(),
      privateKey: z.string(),
      effectiveAt: z.int(),
      expiresAt: z.int(),
    }),
  ),
  publicKeyId: z.string(),
  privateKey: z.string(),
});
type SavedPlatform = z.infer<typeof savedPlatform>;

/** A key the channel signs with, under the name that `Wechatpay-Serial` carries. */
export type SigningKey = { readonly serial: string; readonly privateKey: KeyObject };

type PlatformCertificate = SigningKey & {
  readonly pem: string;
  readonly effectiveAt: number;
  readonly expiresAt: number;
};

/** WeChat Pay's own identity: its authority, two overlapping certificates and one public key. */
export type WechatPlatform = {
  readonly authority: Issuer;
  readonly certificates: readonly PlatformCertificate[];
  readonly publicKey: SigningKey & { readonly pem: string };
};

/** The saved identity, or a new one that is saved. `nowMs` dates the certificates of a new one. */
export async function openPlatform(documents: Documents, nowMs: number): Promise<WechatPlatform> {
  const saved = documents.find(documentName, savedPlatform);
  if (saved !== null) return revive(saved);
  const created = await createPlatform(nowMs);
  documents.save(documentName, created);
  return revive(created);
}

async function createPlatform(nowMs: number): Promise<SavedPlatform> {
  const [authorityKeys, olderKeys, newerKeys, publicKeys] = await Promise.all([
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
  ]);
  const authority = { name: authorityName, keys: authorityKeys };
  const issue = async (keys: typeof olderKeys, from: number, until: number) => {
    const subject = { name: platformName, publicKey: keys.publicKey };
    const certificate = await issueCertificate(authority, subject, { from, until });
    return { ...certificate, privateKey: privatePem(keys.privateKey), effectiveAt: from, expiresAt: until };
  };
  return {
    authority: privatePem(authorityKeys.privateKey),
    certificates: [
      await issue(olderKeys, nowMs - 4 * 365 * dayMs, nowMs + 365 * dayMs),
      await issue(newerKeys, nowMs - dayMs, nowMs + 5 * 365 * dayMs),
    ],
    publicKeyId: `PUB_KEY_ID_01${randomDigits(12)}${randomDigits(14)}`,
    privateKey: privatePem(publicKeys.privateKey),
  };
}

function revive(saved: SavedPlatform): WechatPlatform {
  const privateKey = createPrivateKey(saved.privateKey);
  const authorityKey = createPrivateKey(saved.authority);
  return {
    authority: {
      name: authorityName,
      keys: { privateKey: authorityKey, publicKey: createPublicKey(authorityKey) },
    },
    certificates: saved.certificates.map((certificate) => ({
      serial: certificate.serialNo,
      pem: certificate.pem,
      privateKey: createPrivateKey(certificate.privateKey),
      effectiveAt: certificate.effectiveAt,
      expiresAt: certificate.expiresAt,
    })),
    publicKey: { serial: saved.publicKeyId, privateKey, pem: publicPem(createPublicKey(privateKey)) },
  };
}

function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}
