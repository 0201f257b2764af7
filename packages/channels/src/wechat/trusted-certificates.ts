import type { ChannelCertificate } from "../channel-certificate.ts";
import { readPlatformCertificate } from "./crypto/platform-certificate.ts";
import { certificateKeys } from "./crypto/platform-keys.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

/** Certificates that were downloaded earlier are trusted beside those of the account file. */
export function withDownloaded(
  credentials: WechatCredentials,
  certificates: readonly ChannelCertificate[],
): WechatCredentials {
  const read = certificates.map(({ pem }) => readPlatformCertificate(pem)).filter((each) => each !== null);
  return { ...credentials, platformKeys: new Map([...certificateKeys(read), ...credentials.platformKeys]) };
}
