import { createPrivateKey, createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";

const prefix = "alipay/account/";

const savedAccount = z.object({
  appId: z.string(),
  sellerId: z.string(),
  /** PKCS8 PEM of the merchant's application. */
  privateKey: z.string(),
});

/** An application of a merchant at Alipay. */
export type AlipayAccount = z.infer<typeof savedAccount> & {
  /** The application's public key: requests are verified with it. */
  readonly publicKey: KeyObject;
};

export type AlipayAccounts = {
  find(appId: string): AlipayAccount | null;
  list(): readonly AlipayAccount[];
  /** Makes an application with its own key, and remembers it. */
  create(ids: { readonly appId: string; readonly sellerId: string }): Promise<AlipayAccount>;
};

export function openAlipayAccounts(documents: Documents): AlipayAccounts {
  const accounts = new Map(documents.list(prefix, savedAccount).map((saved) => [saved.appId, revive(saved)]));
  return {
    find: (appId) => accounts.get(appId) ?? null,
    list: () => [...accounts.values()],
    async create(ids) {
      const { privateKey } = await generateRsaKeyPair();
      const saved = { ...ids, privateKey: privatePem(privateKey) };
      documents.save(prefix + ids.appId, saved);
      const account = revive(saved);
      accounts.set(ids.appId, account);
      return account;
    },
  };
}

function revive(saved: z.infer<typeof savedAccount>): AlipayAccount {
  return { ...saved, publicKey: createPublicKey(createPrivateKey(saved.privateKey)) };
}
