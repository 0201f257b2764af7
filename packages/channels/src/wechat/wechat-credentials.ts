import type { KeyObject } from "node:crypto";

import { z } from "zod";

import { privateKeyText, publicKeyText } from "../rsa/key-text.ts";
import type { PlatformKeys } from "./crypto/message-verification.ts";
import { type PlatformCertificate, readPlatformCertificate } from "./crypto/platform-certificate.ts";

/** A merchant number at WeChat Pay, ready for use. */
export interface WechatCredentials {
  readonly mchid: string;
  readonly appid: string;
  readonly serialNo: string;
  readonly privateKey: KeyObject;
  /** 32 bytes. */
  readonly apiV3Key: Buffer;
  readonly platformKeys: PlatformKeys;
  /** The public key that WeChat Pay shall sign its answers with; null: a platform certificate's. */
  readonly publicKeyId: string | null;
}

const apiV3KeyBytes = 32;
const mostCertificates = 10;

const certificate = z.string().transform((pem, context) => {
  const read = readPlatformCertificate(pem);
  if (read === null) context.addIssue({ code: "custom", message: "is no certificate in PEM" });
  return read ?? z.NEVER;
});

/**
 * `credentials` of an account file. Both kinds of platform key may be given at once, as WeChat Pay signs
 * with either while a merchant is switched over.
 */
export const wechatCredentials = z
  .strictObject({
    /** The merchant's own account; a service provider's would be another mode. */
    mode: z.literal("direct").default("direct"),
    mchid: z.string().regex(/^\d{6,32}$/, "has 6 to 32 digits"),
    appid: z.string().regex(/^[0-9A-Za-z]{1,32}$/, "has 1 to 32 letters and digits"),
    serial_no: z.string().regex(/^[0-9A-Fa-f]{8,40}$/, "is the API certificate's serial: 8 to 40 hex digits"),
    private_key: privateKeyText,
    apiv3_key: z
      .string()
      .refine((key) => Buffer.byteLength(key) === apiV3KeyBytes, `has exactly ${apiV3KeyBytes} bytes`),
    public_key_id: z
      .string()
      .regex(/^PUB_KEY_ID_[0-9A-Za-z]{1,53}$/, "begins with PUB_KEY_ID_")
      .nullable()
      .default(null),
    public_key: publicKeyText.nullable().default(null),
    platform_certificates: z.array(certificate).max(mostCertificates).default([]),
  })
  .superRefine((given, context) => {
    const hasId = given.public_key_id !== null;
    const hasKey = given.public_key !== null;
    if (hasId !== hasKey) {
      const path = [hasId ? "public_key" : "public_key_id"];
      context.addIssue({ code: "custom", path, message: "public_key and public_key_id belong together" });
    }
    if (!hasKey && given.platform_certificates.length === 0) {
      const message = "is needed, or platform_certificates: nothing else verifies an answer";
      context.addIssue({ code: "custom", path: ["public_key"], message });
    }
  })
  .transform((given): WechatCredentials => ({
    mchid: given.mchid,
    appid: given.appid,
    serialNo: given.serial_no.toUpperCase(),
    privateKey: given.private_key,
    apiV3Key: Buffer.from(given.apiv3_key),
    platformKeys: platformKeysOf(given),
    publicKeyId: given.public_key_id,
  }));

function platformKeysOf(given: {
  readonly public_key_id: string | null;
  readonly public_key: KeyObject | null;
  readonly platform_certificates: readonly PlatformCertificate[];
}): PlatformKeys {
  const keys = new Map(given.platform_certificates.map(({ serial, publicKey }) => [serial, publicKey]));
  if (given.public_key_id !== null && given.public_key !== null)
    keys.set(given.public_key_id, given.public_key);
  return keys;
}
