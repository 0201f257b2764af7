import { createHash, X509Certificate } from "node:crypto";

/**
 * The number that Alipay knows a certificate by: 32 lower-case hexadecimal digits, MD5 over the issuer's
 * name (`CN=…,OU=…,O=…,C=CN`, the certificate's own order backwards) and the serial number in decimal.
 */
export function certificateSn(pem: string): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const name = issuer.split("\n").toReversed().join(",");
  return createHash("md5")
    .update(name + BigInt(`0x${serialNumber}`).toString())
    .digest("hex");
}
