import { type KeyObject, X509Certificate } from "node:crypto";

import { z } from "zod";

/**
 * The certificates of a PEM text in its order, whatever stands between them; line breaks may be written
 * as `\n`. Null when there is none, or one that cannot be read.
 */
export function certificatesIn(text: string): readonly X509Certificate[] | null {
  const unescaped = text.replaceAll("\\r", "").replaceAll("\\n", "\n");
  const pems = unescaped.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  try {
    return pems.length === 0 ? null : pems.map((pem) => new X509Certificate(pem));
  } catch {
    return null;
  }
}

/** A text of an account file that holds certificates; a fault never repeats it. */
export const certificateTexts = z.string().transform((text, context) => {
  const certificates = certificatesIn(text);
  if (certificates !== null) return certificates;
  context.addIssue({ code: "custom", message: "holds no certificate in PEM form that can be read" });
  return z.NEVER;
});

/** The certificate's key; null when it is none of RSA, or one that this build of OpenSSL does not know. */
export function rsaKeyOf(certificate: X509Certificate): KeyObject | null {
  try {
    const { publicKey } = certificate;
    return publicKey.asymmetricKeyType === "rsa" ? publicKey : null;
  } catch {
    return null;
  }
}
