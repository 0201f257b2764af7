import { createHash, type X509Certificate } from "node:crypto";

import { certificatesIn } from "./certificate-text.ts";

/** Signature algorithms of RSA certificates; those of other keys are not counted in a root bundle. */
const rsaSignatureOids = "1.2.840.113549.1.1";

/**
 * Alipay's own serial of a certificate (`app_cert_sn`, `alipay_cert_sn`): MD5 over the issuer's name,
 * innermost part first, and the decimal serial number; 32 lower-case hex digits.
 */
export function certificateSerial(certificate: X509Certificate): string {
  const issuer = certificate.issuer.split("\n").toReversed().map(unescaped).join(",");
  const serial = BigInt(`0x${certificate.serialNumber}`).toString(10);
  return createHash("md5")
    .update(issuer + serial)
    .digest("hex");
}

/** `alipay_root_cert_sn`: the serials of a bundle's RSA certificates in the file's order, joined by `_`. */
export function rootCertificateSerial(bundle: string): string {
  return rootSerialOf(certificatesIn(bundle) ?? []);
}

/** The same of certificates that were read already. */
export function rootSerialOf(roots: readonly X509Certificate[]): string {
  return roots
    .filter((root) => root.signatureAlgorithmOid.startsWith(rsaSignatureOids))
    .map(certificateSerial)
    .join("_");
}

/** Whether a text can be such a serial; what cannot was not written by Alipay and is not asked for. */
export function isSerial(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{32}$/.test(text);
}

/** Node prints a name's special characters with a backslash before them; Alipay's rule does not. */
function unescaped(attribute: string): string {
  return attribute.replaceAll(/\\(.)/g, "$1");
}
