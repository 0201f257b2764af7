import { createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";

import { z } from "zod";

import { privateKeyText, publicKeyText } from "../rsa/key-text.ts";
import { rootSerialOf } from "./crypto/certificate-serial.ts";
import { certificateTexts, rsaKeyOf } from "./crypto/certificate-text.ts";

/** An application at Alipay, ready for use. */
export interface AlipayCredentials {
  readonly appId: string;
  /** The seller's user id (PID), 16 digits beginning 2088. */
  readonly sellerId: string;
  readonly privateKey: KeyObject;
  /** How Alipay's signatures are checked. */
  readonly trust: { readonly mode: "key"; readonly alipayKey: KeyObject } | CertificateMode;
  /** How a customer's browser is sent to the cashier: a signed address, or a page that posts itself. */
  readonly pageAs: "redirect" | "form";
  /** The mini program that `alipay_jsapi` pays in. */
  readonly opAppId: string;
}

/** Certificates instead of Alipay's plain key. */
export interface CertificateMode {
  readonly mode: "certificate";
  readonly application: X509Certificate;
  /** The one that is trusted as it stands in the file. */
  readonly alipay: X509Certificate;
  readonly roots: readonly X509Certificate[];
}

/** Each credential by itself. */
export const alipayShape = z.strictObject({
  /** Follows from what else is given; a file that names it must name the right one. */
  mode: z.enum(["key", "certificate"]).optional(),
  app_id: z.string().regex(/^\d{16,32}$/, "has 16 to 32 digits"),
  seller_id: z.string().regex(/^\d{16}$/, "has 16 digits"),
  private_key: privateKeyText,
  alipay_public_key: publicKeyText.nullish(),
  app_certificate: certificateTexts.nullish(),
  alipay_certificate: certificateTexts.nullish(),
  alipay_root_certificate: certificateTexts.nullish(),
  page_as: z.enum(["redirect", "form"]).default("redirect"),
  op_app_id: z
    .string()
    .regex(/^\d{16,32}$/, "has 16 to 32 digits")
    .nullish(),
});

type Given = z.output<typeof alipayShape>;

/** `credentials` of an account file: Alipay's public key, or the three certificates. */
export const alipayCredentials = alipayShape.transform((account, context): AlipayCredentials => {
  const refuse: Refuse = (path, message) => {
    context.addIssue({ code: "custom", path: [path], message });
    return null;
  };
  const trust = trustOf(account, refuse);
  if (trust === null) return z.NEVER;
  if (account.mode !== undefined && account.mode !== trust.mode)
    refuse("mode", `does not fit: what is given is of mode ${trust.mode}`);
  return {
    appId: account.app_id,
    sellerId: account.seller_id,
    privateKey: account.private_key,
    trust,
    pageAs: account.page_as,
    opAppId: account.op_app_id ?? account.app_id,
  };
});

/** Reports a fault; null, so that a reading can end with it. */
type Refuse = (path: keyof Given, message: string) => null;

function trustOf(account: Given, refuse: Refuse): AlipayCredentials["trust"] | null {
  const own = createPublicKey(account.private_key);
  const {
    alipay_public_key: alipayKey,
    app_certificate,
    alipay_certificate,
    alipay_root_certificate,
  } = account;
  const certificates = { app_certificate, alipay_certificate, alipay_root_certificate };
  const hasCertificates = Object.values(certificates).some(Boolean);
  if (alipayKey) {
    if (hasCertificates) return refuse("alipay_public_key", "is not given beside certificates");
    return alipayKey.equals(own) ? refuse("alipay_public_key", ownKey) : { mode: "key", alipayKey };
  }
  if (!hasCertificates) return refuse("alipay_public_key", "is needed, or the three certificates");
  return certificateMode(certificates, own, refuse);
}

/** The console shows both public keys next to each other, and the wrong one is taken often. */
const ownKey =
  "is the application's own public key; Alipay's key is wanted, which its console shows beside it";

function certificateMode(
  certificates: Pick<Given, "app_certificate" | "alipay_certificate" | "alipay_root_certificate">,
  own: KeyObject,
  refuse: Refuse,
): CertificateMode | null {
  const application = certificates.app_certificate?.[0];
  const alipay = certificates.alipay_certificate?.[0];
  const roots = certificates.alipay_root_certificate;
  if (application === undefined) return refuse("app_certificate", "is needed in certificate mode");
  if (alipay === undefined) return refuse("alipay_certificate", "is needed in certificate mode");
  if (!roots) return refuse("alipay_root_certificate", "is needed in certificate mode");
  if (!rsaKeyOf(application)?.equals(own)) return refuse("app_certificate", "does not belong to private_key");
  const alipayKey = rsaKeyOf(alipay);
  if (alipayKey === null) return refuse("alipay_certificate", "has no RSA key");
  if (alipayKey.equals(own))
    return refuse("alipay_certificate", "is the application's own; Alipay's is wanted");
  if (rootSerialOf(roots) === "") return refuse("alipay_root_certificate", "holds no RSA certificate");
  return { mode: "certificate", application, alipay, roots };
}
