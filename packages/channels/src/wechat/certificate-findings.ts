import type { AccountFinding } from "../channel.ts";
import type { PlatformKey } from "./crypto/platform-keys.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

const dayMs = 86_400_000;
const warnDays = 30;

/** What can be said of an account's certificates without a call: how long they hold. */
export function certificateFindings(
  { certificate, platformKeys, publicKeyId }: WechatCredentials,
  now: Date,
): readonly AccountFinding[] {
  const own = certificate === null ? [] : [expiryFinding("merchant_certificate", certificate, now)];
  return [...own, ...platformFindings(platformKeys, publicKeyId, now)];
}

/** Old certificates stand beside their successors: only the one that holds longest says something. */
function platformFindings(
  keys: ReadonlyMap<string, PlatformKey>,
  publicKeyId: string | null,
  now: Date,
): readonly AccountFinding[] {
  const certificates = [...keys].flatMap(([serial, { validity }]) =>
    validity === null ? [] : [{ serial, expiresAt: validity.expiresAt }],
  );
  const newest = certificates.toSorted((one, other) => +other.expiresAt - +one.expiresAt)[0];
  const finding = newest && expiryFinding("platform_certificate", newest, now);
  if (publicKeyId === null) {
    const subject = "platform_certificate";
    return [finding ?? { subject, level: "warning", detail: "none is known yet; they are downloaded" }];
  }
  const key = { subject: "public_key", level: "well", detail: `${publicKeyId} does not expire` } as const;
  // Beside the public key an old certificate may run out unnoticed.
  return [key, ...(finding?.level === "well" ? [finding] : [])];
}

function expiryFinding(
  subject: string,
  { serial, expiresAt }: { readonly serial: string; readonly expiresAt: Date },
  now: Date,
): AccountFinding {
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / dayMs);
  const detail = `${serial} expires on ${expiresAt.toISOString().slice(0, 10)}`;
  if (expiresAt <= now) return { subject, level: "failed", detail: detail.replace("expires", "expired") };
  return { subject, level: days < warnDays ? "warning" : "well", detail };
}
