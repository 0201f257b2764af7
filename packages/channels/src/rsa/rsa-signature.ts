import { type KeyObject, sign, verify } from "node:crypto";

import { bytesOfBase64 } from "./base64.ts";

/** RSASSA-PKCS1-v1_5 with SHA-256: the one signature of WeChat Pay APIv3 and of Alipay's RSA2. In base64. */
export function signSha256(message: string | Buffer, privateKey: KeyObject): string {
  return sign("RSA-SHA256", Buffer.from(message), privateKey).toString("base64");
}

/** False for a wrong signature and for anything that is no base64. */
export function hasValidSignature(
  message: string | Buffer,
  signature: string,
  publicKey: KeyObject,
): boolean {
  const bytes = bytesOfBase64(signature);
  return bytes !== null && verify("RSA-SHA256", Buffer.from(message), publicKey, bytes);
}
