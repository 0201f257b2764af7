import { createPrivateKey, createPublicKey, randomInt } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { issueCertificate } from "../core/certificate.ts";
import type { Issuer } from "../core/certificate.ts";
import type { Documents } from "../core/documents.ts";
import type { RsaKeyPair } from "../core/rsa.ts";
import { generateRsaKeyPair, privatePem, publicPem } from "../core/rsa.ts";

const dayMs = 24 * 60 * 60 * 1000;
const documentName = "wechat/platform";
const authorityName =
  "CN=Tenpay.com Root CA,OU=Tenpay.com CA Center,O=Tenpay.com,L=ShenZhen,ST=GuangDong,C=CN";
const platformName = "CN=Tenpay.com sign,OU=Tenpay.com CA Center,O=Tenpay.com,L=ShenZhen,ST=GuangDong,C=CN";

const savedCertificate = z.object({
  serialNo: z.string(),
  pem: z.string(),
  privateKey: z.string(),
  effectiveAt: z.int(),
  expiresAt: z.int(),
});
const savedPlatform = z.object({
  authority: z.string(),
  certificates: z.array(savedCertificate),
  publicKeyId: z.string(),
  privateKey: z.string(),
});
type SavedCertificate = z.infer<typeof savedCertificate>;
type SavedPlatform = z.infer<typeof savedPlatform>;

/** A key the channel signs with, under the name that `Wechatpay-Serial` carries. */
export type SigningKey = { readonly serial: string; readonly privateKey: KeyObject };

export type PlatformCertificate = SigningKey & {
  readonly pem: string;
  readonly effectiveAt: number;
  readonly expiresAt: number;
};

/** From when until when, in milliseconds of real time. */
export type Validity = { readonly effectiveAt: number; readonly expiresAt: number };

/** WeChat Pay's own identity: its authority, overlapping certificates (two at first) and one public key. */
export type WechatPlatform = {
  readonly authority: Issuer;
  /** Those that were not dropped, expired or yet to come ones among them, in the order of their issue. */
  readonly certificates: readonly PlatformCertificate[];
  readonly publicKey: SigningKey & { readonly pem: string };
  /** Issues another certificate for a key pair of its own. */
  issue(validity: Validity): Promise<void>;
  /** Drops the oldest certificate. False when it is the last one. */
  retire(): boolean;
};

/** The saved identity, or a new one that is saved. `nowMs`, real time, dates a new one's certificates. */
export async function openPlatform(documents: Documents, nowMs: number): Promise<WechatPlatform> {
  let saved = documents.find(documentName, savedPlatform);
  if (saved === null) {
    saved = await createPlatform(nowMs);
    documents.save(documentName, saved);
  }
  const { authority, publicKey } = reviveKeys(saved);
  let { certificates } = saved;
  let revived = certificates.map(reviveCertificate);
  const keep = (next: typeof certificates) => {
    certificates = next;
    revived = next.map(reviveCertificate);
    documents.save(documentName, { ...saved, certificates });
  };
  return {
    authority,
    publicKey,
    get certificates() {
      return revived;
    },
    async issue(validity) {
      const issued = await issuePlatformCertificate(authority, await generateRsaKeyPair(), validity);
      keep([...certificates, issued]);
    },
    retire() {
      if (certificates.length < 2) return false;
      keep(certificates.slice(1));
      return true;
    },
  };
}

async function createPlatform(nowMs: number): Promise<SavedPlatform> {
  const [authorityKeys, olderKeys, newerKeys, publicKeys] = await Promise.all([
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
  ]);
  const authority = { name: authorityName, keys: authorityKeys };
  return {
    authority: privatePem(authorityKeys.privateKey),
    certificates: [
      await issuePlatformCertificate(authority, olderKeys, {
        effectiveAt: nowMs - 4 * 365 * dayMs,
        expiresAt: nowMs + 365 * dayMs,
      }),
      await issuePlatformCertificate(authority, newerKeys, {
        effectiveAt: nowMs - dayMs,
        expiresAt: nowMs + 5 * 365 * dayMs,
      }),
    ],
    publicKeyId: `PUB_KEY_ID_01${randomDigits(12)}${randomDigits(14)}`,
    privateKey: privatePem(publicKeys.privateKey),
  };
}

async function issuePlatformCertificate(
  authority: Issuer,
  keys: RsaKeyPair,
  { effectiveAt, expiresAt }: Validity,
): Promise<SavedCertificate> {
  const subject = { name: platformName, publicKey: keys.publicKey };
  const certificate = await issueCertificate(authority, subject, { from: effectiveAt, until: expiresAt });
  return { ...certificate, privateKey: privatePem(keys.privateKey), effectiveAt, expiresAt };
}

function reviveKeys(saved: SavedPlatform): Pick<WechatPlatform, "authority" | "publicKey"> {
  const privateKey = createPrivateKey(saved.privateKey);
  const authorityKey = createPrivateKey(saved.authority);
  return {
    authority: {
      name: authorityName,
      keys: { privateKey: authorityKey, publicKey: createPublicKey(authorityKey) },
    },
    publicKey: { serial: saved.publicKeyId, privateKey, pem: publicPem(createPublicKey(privateKey)) },
  };
}

function reviveCertificate(saved: SavedCertificate): PlatformCertificate {
  return {
    serial: saved.serialNo,
    pem: saved.pem,
    privateKey: createPrivateKey(saved.privateKey),
    effectiveAt: saved.effectiveAt,
    expiresAt: saved.expiresAt,
  };
}

function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}
