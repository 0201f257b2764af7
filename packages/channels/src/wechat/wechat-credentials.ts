import { createPublicKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { privateKeyText, publicKeyText } from "../rsa/key-text.ts";
import { type PlatformCertificate, readPlatformCertificate } from "./crypto/platform-certificate.ts";
import { certificateKeys, type PlatformKeys } from "./crypto/platform-keys.ts";

/** A merchant number at WeChat Pay, ready for use. */
export interface WechatCredentials {
  readonly mchid: string;
  readonly appid: string;
  /** Of the mini program and of the app, where they have one of their own. */
  readonly miniAppid: string | null;
  readonly appAppid: string | null;
  /** The merchant that a service provider speaks for; null for a merchant of its own. */
  readonly subMchid: string | null;
  readonly subAppid: string | null;
  /** The merchant's own number of its shop, which 付款码 orders must name; null: its merchant number. */
  readonly storeOutId: string | null;
  readonly serialNo: string;
  readonly privateKey: KeyObject;
  /** The merchant's own API certificate, if it was given; only looked at by the account's check. */
  readonly certificate: PlatformCertificate | null;
  /** 32 bytes. */
  readonly apiV3Key: Buffer;
  readonly platformKeys: PlatformKeys;
  /** The public key that WeChat Pay shall sign its answers with; null: a platform certificate's. */
  readonly publicKeyId: string | null;
  /** An origin; null: the official one's for the official host, none for any other. */
  readonly backupBaseUrl: string | null;
}

const apiV3KeyBytes = 32;
const mostCertificates = 10;

const certificate = z.string().transform((pem, context) => {
  const read = readPlatformCertificate(pem);
  if (read === null) context.addIssue({ code: "custom", message: "is no RSA certificate in PEM" });
  return read ?? z.NEVER;
});

const appid = z.string().regex(/^[0-9A-Za-z]{1,32}$/, "has 1 to 32 letters and digits");
const mchid = z.string().regex(/^\d{6,32}$/, "has 6 to 32 digits");

/** Each credential by itself. */
export const wechatShape = z.strictObject({
  /** What it says follows from `sub_mchid`; who writes it down is checked. */
  mode: z.enum(["direct", "partner"]).nullish(),
  mchid,
  appid,
  mini_appid: appid.nullable().default(null),
  app_appid: appid.nullable().default(null),
  sub_mchid: mchid.nullable().default(null),
  sub_appid: appid.nullable().default(null),
  store_out_id: z.string().min(1).max(32).nullable().default(null),
  serial_no: z.string().regex(/^[0-9A-Fa-f]{8,40}$/, "is the API certificate's serial: 8 to 40 hex digits"),
  private_key: privateKeyText,
  certificate: certificate.nullable().default(null),
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
  backup_base_url: z
    .url({ protocol: /^https?$/ })
    .max(256)
    .nullable()
    .default(null),
});

type Given = z.output<typeof wechatShape>;

/**
 * `credentials` of an account file. Both kinds of platform key may be given at once, as WeChat Pay signs
 * with either while a merchant is switched over; with neither, the platform certificates are downloaded.
 */
export const wechatCredentials = wechatShape
  .superRefine((given, context) => {
    for (const { field, message } of contradictionsOf(given))
      context.addIssue({ code: "custom", path: [field], message });
  })
  .transform((given): WechatCredentials => ({
    mchid: given.mchid,
    appid: given.appid,
    miniAppid: given.mini_appid,
    appAppid: given.app_appid,
    subMchid: given.sub_mchid,
    subAppid: given.sub_appid,
    storeOutId: given.store_out_id,
    serialNo: given.serial_no.toUpperCase(),
    privateKey: given.private_key,
    certificate: given.certificate,
    apiV3Key: Buffer.from(given.apiv3_key),
    platformKeys: platformKeysOf(given),
    publicKeyId: given.public_key_id,
    backupBaseUrl: given.backup_base_url,
  }));

interface Contradiction {
  readonly field: keyof Given;
  readonly message: string;
}

function contradictionsOf(given: Given): readonly Contradiction[] {
  const hasId = given.public_key_id !== null;
  const isPartner = given.sub_mchid !== null;
  const { certificate: own, private_key: key } = given;
  const isOthers = own !== null && !own.publicKey.equals(createPublicKey(key));
  const faults: readonly (Contradiction & { readonly isThere: boolean })[] = [
    {
      isThere: hasId !== (given.public_key !== null),
      field: hasId ? "public_key" : "public_key_id",
      message: "public_key and public_key_id belong together",
    },
    {
      isThere: given.mode === "partner" && !isPartner,
      field: "mode",
      message: "does not fit: there is no sub_mchid",
    },
    {
      isThere: given.mode === "direct" && isPartner,
      field: "mode",
      message: "does not fit: there is a sub_mchid",
    },
    {
      isThere: given.sub_appid !== null && !isPartner,
      field: "sub_appid",
      message: "is of no use without sub_mchid",
    },
    { isThere: isOthers, field: "certificate", message: "is not the one of private_key" },
    {
      isThere: own !== null && !isOthers && own.serial !== given.serial_no.toUpperCase(),
      field: "serial_no",
      message: "is not the serial of certificate",
    },
  ];
  return faults.filter(({ isThere }) => isThere);
}

function platformKeysOf(given: Given): PlatformKeys {
  const keys = certificateKeys(given.platform_certificates);
  const { public_key_id: id, public_key: publicKey } = given;
  return id === null || publicKey === null ? keys : new Map([...keys, [id, { publicKey, validity: null }]]);
}
