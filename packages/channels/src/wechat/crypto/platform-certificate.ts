import { type KeyObject, X509Certificate } from "node:crypto";

/** An RSA certificate in WeChat Pay's sense: one of its own, or a merchant's. */
export interface PlatformCertificate {
  /** Upper-case hex, leading zeros kept: what `Wechatpay-Serial` and `serial_no` say. */
  readonly serial: string;
  readonly publicKey: KeyObject;
  readonly effectiveAt: Date;
  readonly expiresAt: Date;
}

/** Null when the text is no certificate of an RSA key. */
export function readPlatformCertificate(pem: string): PlatformCertificate | null {
  const certificate = certificateOrNull(pem.replaceAll("\\n", "\n").trim());
  if (certificate === null || certificate.publicKey.asymmetricKeyType !== "rsa") return null;
  return {
    serial: certificate.serialNumber,
    publicKey: certificate.publicKey,
    effectiveAt: certificate.validFromDate,
    expiresAt: certificate.validToDate,
  };
}

function certificateOrNull(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
