import { randomBytes, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { issueCertificate } from "../core/certificate.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";
import type { WechatPlatform } from "./platform.ts";

/**
 * `certificate`: by platform certificates alone, as for merchants of old. `public_key`: by the public key
 * alone, as for new ones. `both`: in the weeks in between.
 */
export const proofModes = ["certificate", "public_key", "both"] as const;

export type ProofMode = (typeof proofModes)[number];

/** What is chosen when an account is opened. */
export type NewWechatAccount = {
  readonly mchid: string;
  readonly appid: string;
  readonly mode?: ProofMode | undefined;
  readonly subMchid?: string | undefined;
  readonly subAppid?: string | undefined;
};

const yearMs = 365 * 24 * 60 * 60 * 1000;
const prefix = "wechat/account/";

const savedAccount = z.object({
  mchid: z.string(),
  appid: z.string(),
  serialNo: z.string(),
  certificate: z.string(),
  privateKey: z.string(),
  apiv3Key: z.string().length(32),
  /** How WeChat Pay proves itself to this merchant. */
  mode: z.enum(proofModes).default("both"),
  /** The one merchant that a service provider speaks for; null = an ordinary merchant. */
  subMchid: z.string().nullable().default(null),
  subAppid: z.string().nullable().default(null),
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
  create(account: NewWechatAccount): Promise<WechatAccount>;
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
    async create({ mchid, appid, mode = "both", subMchid = null, subAppid = null }) {
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
        mode,
        subMchid,
        subAppid,
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
