import { createPrivateKey, createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";
import { certificateSn } from "./certificate-sn.ts";
import type { AlipayPlatform } from "./platform.ts";

const prefix = "alipay/account/";
const fiveYearsMs = 5 * 365 * 24 * 60 * 60 * 1000;

const savedAccount = z.object({
  appId: z.string(),
  sellerId: z.string(),
  /** PKCS8 PEM of the merchant's application. */
  privateKey: z.string(),
  /** In certificate mode: the application's own, and the number of the root bundle above it. */
  certificate: z
    .object({ pem: z.string(), sn: z.string(), rootSn: z.string(), expiresAt: z.int() })
    .optional(),
});

/** An application of a merchant at Alipay. */
export type AlipayAccount = z.infer<typeof savedAccount> & {
  /** The application's public key: requests are verified with it. */
  readonly publicKey: KeyObject;
};

export type NewAlipayAccount = {
  readonly appId: string;
  readonly sellerId: string;
  /** Certificate mode; milliseconds of real time when the application's certificate ends, or 5 years. */
  readonly certificate?: { readonly expiresAt: number | undefined };
};

export type AlipayAccounts = {
  find(appId: string): AlipayAccount | null;
  list(): readonly AlipayAccount[];
  /** Makes an application with its own key, and remembers it. */
  create(wish: NewAlipayAccount): Promise<AlipayAccount>;
};

export function openAlipayAccounts(documents: Documents, platform: AlipayPlatform): AlipayAccounts {
  const accounts = new Map(documents.list(prefix, savedAccount).map((saved) => [saved.appId, revive(saved)]));
  return {
    find: (appId) => accounts.get(appId) ?? null,
    list: () => [...accounts.values()],
    async create({ appId, sellerId, certificate: wanted }) {
      const { privateKey, publicKey } = await generateRsaKeyPair();
      const own = { appId, sellerId, publicKey };
      const certificate = wanted === undefined ? undefined : await certify(platform, own, wanted.expiresAt);
      const saved = { appId, sellerId, privateKey: privatePem(privateKey), certificate };
      documents.save(prefix + appId, saved);
      const account = revive(saved);
      accounts.set(appId, account);
      return account;
    },
  };
}

async function certify(
  platform: AlipayPlatform,
  owner: { readonly appId: string; readonly sellerId: string; readonly publicKey: KeyObject },
  wishedEnd: number | undefined,
): Promise<NonNullable<AlipayAccount["certificate"]>> {
  const { authority, issueForApplication } = await platform.certificates();
  const now = Date.now();
  const expiresAt = wishedEnd ?? now + fiveYearsMs;
  const pem = await issueForApplication(owner, { from: Math.min(now, expiresAt) - 1_000, until: expiresAt });
  return { pem, sn: certificateSn(pem), rootSn: authority.rootSn, expiresAt };
}

function revive(saved: z.infer<typeof savedAccount>): AlipayAccount {
  return { ...saved, publicKey: createPublicKey(createPrivateKey(saved.privateKey)) };
}
