import type { WechatAccount } from "./account.ts";
import type { WechatPlatform } from "./platform.ts";

/** What a merchant's system is configured with to reach this account. */
export type WechatAccountFile = {
  readonly channel: "wechat";
  readonly name: string;
  readonly live: false;
  readonly base_url: string;
  readonly credentials: {
    readonly mchid: string;
    readonly appid: string;
    readonly serial_no: string;
    readonly private_key: string;
    readonly apiv3_key: string;
    /** Absent for a merchant of platform certificates alone. */
    readonly public_key_id?: string;
    readonly public_key?: string;
    /** Empty for a merchant of the public key alone. */
    readonly platform_certificates: readonly string[];
    /** A service provider's: whom it speaks for. */
    readonly sub_mchid?: string;
    readonly sub_appid?: string;
  };
};

export function wechatAccountFile(
  account: WechatAccount,
  platform: WechatPlatform,
  place: { readonly name: string; readonly url: string },
): WechatAccountFile {
  return {
    channel: "wechat",
    name: place.name,
    live: false,
    base_url: place.url,
    credentials: {
      mchid: account.mchid,
      appid: account.appid,
      serial_no: account.serialNo,
      private_key: account.privateKey,
      apiv3_key: account.apiv3Key,
      ...(account.mode === "certificate"
        ? {}
        : { public_key_id: platform.publicKey.serial, public_key: platform.publicKey.pem }),
      platform_certificates:
        account.mode === "public_key" ? [] : platform.certificates.map((certificate) => certificate.pem),
      ...(account.subMchid === null ? {} : { sub_mchid: account.subMchid }),
      ...(account.subAppid === null ? {} : { sub_appid: account.subAppid }),
    },
  };
}
