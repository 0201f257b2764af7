import { createHash, createVerify, X509Certificate } from "node:crypto";
import type { AlipayAccountFile, AlipayCertificateAccountFile } from "../alipay/account-file.ts";

type Credentials = (AlipayAccountFile | AlipayCertificateAccountFile)["credentials"];

/** How a merchant proves itself to Alipay and Alipay to the merchant, in either mode. */
export type AlipayIdentity = {
  readonly appId: string;
  readonly privateKey: string;
  /** The parameters that name the certificates; none in key mode. */
  readonly numbers: Readonly<Record<string, string>>;
  isProven(text: string, sign: string): boolean;
};

export function identityOf(credentials: Credentials): AlipayIdentity {
  const { app_id: appId, private_key: privateKey } = credentials;
  if ("alipay_public_key" in credentials) {
    return { appId, privateKey, numbers: {}, isProven: verifierOf(credentials.alipay_public_key) };
  }
  const numbers = {
    app_cert_sn: serialNumberOf(credentials.app_certificate),
    alipay_root_cert_sn: rootNumberOf(credentials.alipay_root_certificate),
  };
  return { appId, privateKey, numbers, isProven: verifierOf(credentials.alipay_certificate) };
}

function verifierOf(key: string): AlipayIdentity["isProven"] {
  return (text, sign) => createVerify("RSA-SHA256").update(text).verify(key, sign, "base64");
}

/** MD5 over the issuer from CN up to C and the serial number in decimal. */
export function serialNumberOf(pem: string): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const part = (name: string) => `${name}=${new RegExp(`^${name}=(.*)$`, "m").exec(issuer)?.[1] ?? ""}`;
  const named = ["CN", "OU", "O", "C"].map(part).join(",");
  return createHash("md5")
    .update(`${named}${BigInt(`0x${serialNumber}`)}`)
    .digest("hex");
}

/** The numbers of the bundle's certificates that are signed with RSA, in their order. */
function rootNumberOf(bundle: string): string {
  return certificatesIn(bundle)
    .filter((pem) => new X509Certificate(pem).publicKey.asymmetricKeyType === "rsa")
    .map(serialNumberOf)
    .join("_");
}

/** The PEM texts of a bundle, one by one. */
export function certificatesIn(bundle: string): readonly string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
}
