import { publicPem } from "../core/rsa.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayPlatform } from "./platform.ts";

/** What a merchant's system is configured with to reach this application. */
export type AlipayAccountFile = {
  readonly channel: "alipay";
  readonly name: string;
  readonly live: false;
  readonly base_url: string;
  readonly credentials: {
    readonly app_id: string;
    readonly seller_id: string;
    readonly private_key: string;
    readonly alipay_public_key: string;
  };
};

export function alipayAccountFile(
  account: AlipayAccount,
  platform: AlipayPlatform,
  place: { readonly name: string; readonly url: string },
): AlipayAccountFile {
  return {
    channel: "alipay",
    name: place.name,
    live: false,
    base_url: `${place.url}/gateway.do`,
    credentials: {
      app_id: account.appId,
      seller_id: account.sellerId,
      private_key: account.privateKey,
      alipay_public_key: publicPem(platform.publicKey),
    },
  };
}
