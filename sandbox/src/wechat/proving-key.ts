import type { WechatAccount } from "./account.ts";
import type { PlatformCertificate, SigningKey, WechatPlatform } from "./platform.ts";

/** The key that a serial names, as far as the merchant can know it by now; null when it can not. */
export function keyOfAccount(
  platform: WechatPlatform,
  account: WechatAccount,
  serial: string | undefined,
): SigningKey | null {
  if (serial === platform.publicKey.serial) return account.mode === "certificate" ? null : platform.publicKey;
  if (account.mode === "public_key") return null;
  return platform.certificates.find((each) => each.serial === serial) ?? null;
}

/**
 * The key that an answer to the merchant is signed with: the one that the request names, while it may be
 * used; else the newest certificate in effect, or the public key for a merchant without certificates.
 * `nowMs` is real time.
 */
export function provingKey(
  platform: WechatPlatform,
  account: WechatAccount,
  { requested, nowMs }: { readonly requested: string | undefined; readonly nowMs: number },
): SigningKey {
  if (account.mode === "public_key") return platform.publicKey;
  if (requested === platform.publicKey.serial && account.mode === "both") return platform.publicKey;
  const valid = platform.certificates.filter((each) => each.effectiveAt <= nowMs && nowMs < each.expiresAt);
  const named = valid.find((each) => each.serial === requested);
  return named ?? newest(valid) ?? newest(platform.certificates) ?? platform.publicKey;
}

function newest(certificates: readonly PlatformCertificate[]): PlatformCertificate | undefined {
  return certificates.toSorted((a, b) => b.effectiveAt - a.effectiveAt)[0];
}
