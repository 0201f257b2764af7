import { type KeyObject, X509Certificate } from "node:crypto";

/** The public key of a platform certificate and the serial by which `Wechatpay-Serial` names it. */
export interface PlatformCertificate {
  /** Upper-case hex, leading zeros kept. */
  readonly serial: string;
  readonly publicKey: KeyObject;
}

/** Null when the text is no certificate. */
export function readPlatformCertificate(pem: string): PlatformCertificate | null {
  try {
    const certificate = new X509Certificate(pem.replaceAll("\\n", "\n").trim());
    return { serial: certificate.serialNumber, publicKey: certificate.publicKey };
  } catch {
    return null;
  }
}
