import { z } from "zod";

import type { ChannelCertificate } from "../channel-certificate.ts";
import { type PlatformCertificate, readPlatformCertificate } from "./crypto/platform-certificate.ts";
import { unsealText } from "./crypto/sealed-text.ts";

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const download = z.object({
  data: z
    .array(
      z.object({
        serial_no: z.string(),
        effective_time: time,
        expire_time: time,
        encrypt_certificate: z.object({
          algorithm: z.literal("AEAD_AES_256_GCM"),
          nonce: z.string().min(1).max(64),
          associated_data: z.string().max(256).optional(),
          ciphertext: z.string().max(65_536),
        }),
      }),
    )
    .max(50),
});

type Entry = z.output<typeof download>["data"][number];

/** A certificate with its text. */
export interface DownloadedCertificate extends ChannelCertificate {
  readonly publicKey: PlatformCertificate["publicKey"];
}

/**
 * WeChat Pay APIv3, the platform certificates of a download. That they decrypt under the APIv3 key, which
 * only WeChat Pay and the merchant have, is what makes them WeChat Pay's: their root is published nowhere
 * that a program could take it from. What the list says of a certificate must be what stands in it.
 *
 * @returns null when anything in it is not as it must be
 */
export function readCertificateDownload(
  body: unknown,
  apiV3Key: Buffer,
): readonly DownloadedCertificate[] | null {
  const entries = download.safeParse(body).data?.data;
  if (entries === undefined) return null;
  const certificates = entries.map((entry) => openEntry(entry, apiV3Key));
  const whole = certificates.filter((each) => each !== null);
  return whole.length === certificates.length ? whole : null;
}

function openEntry(entry: Entry, apiV3Key: Buffer): DownloadedCertificate | null {
  const pem = unsealText(entry.encrypt_certificate, apiV3Key);
  const read = pem === null ? null : readPlatformCertificate(pem);
  if (pem === null || read === null) return null;
  const isAsListed =
    read.serial === entry.serial_no.toUpperCase() &&
    isSameSecond(read.effectiveAt, entry.effective_time) &&
    isSameSecond(read.expiresAt, entry.expire_time);
  return isAsListed ? { pem, ...read } : null;
}

/** Certificates know seconds alone. */
function isSameSecond(one: Date, other: Date): boolean {
  return Math.floor(one.getTime() / 1000) === Math.floor(other.getTime() / 1000);
}
