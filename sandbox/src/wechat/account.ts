import { randomBytes, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { issueCertificate } from "../core/certificate.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";
import type { WechatPlatform } from "./platform.ts";

const yearMs = 365 * 24 * 60 * 60 * 1000;
const prefix = "wechat/account/";

const savedAccount = z.object({
  mchid: z.string(),
  appid: z.string(),
  serialNo: z.string(),
  certificate: z.string(),
  privateKey: z.string(),
  apiv3Key: z.string().length(32),
});

/** A merchant number with everything that belongs to it on both sides. */
export type WechatAccount = z.infer<typeof savedAccount> & {
  /** Of the merchant's API certificate: requests are verified with it. */
  readonly publicKey: KeyObject;
};

export type WechatAccounts = {
  find(mchid: string): WechatAccount | null;
  list(): readonly WechatAccount[];
  /** Makes a merchant with its own certificate and APIv3 key, and remembers it. */
  create(ids: { readonly mchid: string; readonly appid: string }): Promise<WechatAccount>;
};

export function openWechatAccounts(
  documents: Documents,
  platform: WechatPlatform,
  clock: Clock,
): WechatAccounts {
  const accounts = new Map(documents.list(prefix, savedAccount).map((saved) => [saved.mchid, revive(saved)]));
  return {
    find: (mchid) => accounts.get(mchid) ?? null,
    list: () => [...accounts.values()],
    async create({ mchid, appid }) {
      const keys = await generateRsaKeyPair();
      const name = `CN=${mchid},O=微信商户系统,OU=Compose Pay Sandbox,L=ShenZhen,C=CN`;
      const certificate = await issueCertificate(
        platform.authority,
        { name, publicKey: keys.publicKey },
        { from: clock.now() - 60_000, until: clock.now() + 5 * yearMs },
      );
      const saved = {
        mchid,
        appid,
        serialNo: certificate.serialNo,
        certificate: certificate.pem,
        privateKey: privatePem(keys.privateKey),
        apiv3Key: randomBytes(16).toString("hex"),
      };
      documents.save(prefix + mchid, saved);
      const account = revive(saved);
      accounts.set(mchid, account);
      return account;
    },
  };
}

function revive(saved: z.infer<typeof savedAccount>): WechatAccount {
  return { ...saved, publicKey: new X509Certificate(saved.certificate).publicKey };
}
