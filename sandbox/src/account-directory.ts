import { randomInt } from "node:crypto";
import { alipayAccountFile, alipayCertificateAccountFile } from "./alipay/account-file.ts";
import type { Alipay } from "./alipay/open-alipay.ts";
import type { AccountDirectory } from "./control/control-desk.ts";
import { wechatAccountFile } from "./wechat/account-file.ts";
import type { Wechat } from "./wechat/open-wechat.ts";

/** The numbers of the demo accounts, which are made at the first start. */
export type DemoAccounts = {
  readonly wechat: { readonly mchid: string; readonly appid: string };
  readonly alipay: { readonly appId: string; readonly sellerId: string };
};

export const defaultAccounts: DemoAccounts = {
  wechat: { mchid: "1900009191", appid: "wxd678efh567hg6787" },
  alipay: { appId: "9021000122682882", sellerId: "2088721003899159" },
};

export type DirectoryParts = {
  readonly demo: DemoAccounts;
  /** Where merchants reach the sandbox. */
  readonly url: () => string;
  readonly wechat: Pick<Wechat, "accounts" | "platform">;
  readonly alipay: Pick<Alipay, "accounts" | "platform">;
};

/** Makes the demo accounts if they are not there yet, and hands out account files. */
export async function openAccountDirectory(parts: DirectoryParts): Promise<AccountDirectory> {
  const { demo, url, wechat, alipay } = parts;
  const demoWechat = wechat.accounts.find(demo.wechat.mchid) ?? (await wechat.accounts.create(demo.wechat));
  const demoAlipay = alipay.accounts.find(demo.alipay.appId) ?? (await alipay.accounts.create(demo.alipay));
  return {
    demo: () => ({
      wechat: wechatAccountFile(demoWechat, wechat.platform, { name: "sandbox-wechat", url: url() }),
      alipay: alipayAccountFile(demoAlipay, alipay.platform, { name: "sandbox-alipay", url: url() }),
    }),
    async open(wish) {
      if (wish.channel === "wechat") {
        const mchid = `16${digits(8)}`;
        const sub = { subMchid: `19${digits(8)}`, subAppid: `wx${digits(16)}` };
        const account = await wechat.accounts.create({
          mchid,
          appid: `wx${digits(16)}`,
          mode: wish.mode,
          ...(wish.sub_mchid ? sub : {}),
        });
        return wechatAccountFile(account, wechat.platform, { name: `sandbox-wechat-${mchid}`, url: url() });
      }
      const appId = `9021${digits(12)}`;
      const ids = { appId, sellerId: `2088${digits(12)}` };
      const place = { name: `sandbox-alipay-${appId}`, url: url() };
      if (wish.mode === "key")
        return alipayAccountFile(await alipay.accounts.create(ids), alipay.platform, place);
      const certificate = { expiresAt: wish.certificate_expires_at };
      const account = await alipay.accounts.create({ ...ids, certificate });
      return alipayCertificateAccountFile(account, alipay.platform, place);
    },
  };
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}
