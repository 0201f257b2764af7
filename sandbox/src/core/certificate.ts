import "reflect-metadata";
import { randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { RsaKeyPair } from "./rsa.ts";

const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** Who signs: the subject's distinguished name (RFC 4514 text) and the key pair of a certificate authority. */
export type Issuer = { readonly name: string; readonly keys: RsaKeyPair };

export type Certificate = {
  readonly pem: string;
  /** 40 upper-case hexadecimal digits. */
  readonly serialNo: string;
};

/** Issues a 2048-bit sha256RSA certificate. Times are milliseconds since the epoch. */
export async function issueCertificate(
  issuer: Issuer,
  subject: { readonly name: string; readonly publicKey: KeyObject },
  validity: { readonly from: number; readonly until: number },
): Promise<Certificate> {
  const serialNo = newSerial();
  const isAuthority = subject.publicKey === issuer.keys.publicKey;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNo,
    subject: subject.name,
    issuer: issuer.name,
    notBefore: new Date(validity.from),
    notAfter: new Date(validity.until),
    signingAlgorithm: algorithm,
    publicKey: subject.publicKey.toCryptoKey(algorithm, true, ["verify"]),
    signingKey: issuer.keys.privateKey.toCryptoKey(algorithm, true, ["sign"]),
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      new KeyUsagesExtension(
        isAuthority ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature,
        true,
      ),
    ],
  });
  return { pem: `${certificate.toString("pem")}\n`, serialNo };
}

/** 20 random bytes whose first digit keeps the number positive and 40 digits long. */
function newSerial(): string {
  const bytes = randomBytes(20);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString("hex").toUpperCase();
}
