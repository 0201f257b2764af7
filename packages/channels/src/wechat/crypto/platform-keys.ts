import type { KeyObject } from "node:crypto";

import type { PlatformCertificate } from "./platform-certificate.ts";

/**
 * The keys that WeChat Pay may sign with, by the `Wechatpay-Serial` that names them: serials of platform
 * certificates and `PUB_KEY_ID_…`, both at once while a merchant is switched from one to the other.
 */
export type PlatformKeys = ReadonlyMap<string, PlatformKey>;

export interface PlatformKey {
  readonly publicKey: KeyObject;
  /** From when until when a certificate holds; null for the public key, which never expires. */
  readonly validity: Pick<PlatformCertificate, "effectiveAt" | "expiresAt"> | null;
}

/** As much as the two clocks may differ: a certificate may be in use there before it is in force by ours. */
const allowedSkewMs = 300_000;

export function isInForce({ validity }: PlatformKey, now: Date): boolean {
  if (validity === null) return true;
  return (
    validity.effectiveAt.getTime() - allowedSkewMs <= now.getTime() &&
    now.getTime() < validity.expiresAt.getTime()
  );
}

export function certificateKeys(
  certificates: readonly PlatformCertificate[],
): ReadonlyMap<string, PlatformKey> {
  return new Map(
    certificates.map(({ serial, publicKey, effectiveAt, expiresAt }) => [
      serial,
      { publicKey, validity: { effectiveAt, expiresAt } },
    ]),
  );
}

/** A key that sensitive members of a request are encrypted with, and the serial that names it. */
export interface EncryptionKey {
  readonly serial: string;
  readonly publicKey: KeyObject;
}

/** The public key where there is one, else the newest certificate in force; null when there is neither. */
export function encryptionKey(keys: PlatformKeys, now: Date): EncryptionKey | null {
  const usable = [...keys].filter(([, key]) => key.validity === null || isInEffect(key, now));
  const [newest] = usable.toSorted(([, one], [, other]) => effectOf(other) - effectOf(one));
  return newest === undefined ? null : { serial: newest[0], publicKey: newest[1].publicKey };
}

function isInEffect(key: PlatformKey, now: Date): boolean {
  return isInForce(key, now) && (key.validity === null || key.validity.effectiveAt <= now);
}

function effectOf({ validity }: PlatformKey): number {
  return validity?.effectiveAt.getTime() ?? Infinity;
}
