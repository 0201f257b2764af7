import "reflect-metadata";
import { randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/**
 * Who signs: the subject's distinguished name (attributes in the order of the certificate's bytes) and the
 * key pair of a certificate authority, RSA or P-256.
 */
export type Issuer = {
  readonly name: string;
  readonly keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
};

/** Whom a certificate is for. */
export type Subject = {
  readonly name: string;
  readonly publicKey: KeyObject;
  /** Hexadecimal; 40 digits of chance unless given. */
  readonly serialNo?: string;
  /** Whether it may issue certificates itself, as an issuer's own always may. */
  readonly isAuthority?: boolean;
};

export type Certificate = {
  readonly pem: string;
  /** Upper-case hexadecimal digits, 40 of them unless the subject came with its own. */
  readonly serialNo: string;
};

/** Issues a certificate, signed with SHA-256 by the issuer's kind of key. Times are milliseconds since the epoch. */
export async function issueCertificate(
  issuer: Issuer,
  subject: Subject,
  validity: { readonly from: number; readonly until: number },
): Promise<Certificate> {
  const serialNo = subject.serialNo?.toUpperCase() ?? newSerial();
  const isAuthority = subject.isAuthority ?? subject.publicKey === issuer.keys.publicKey;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNo,
    subject: subject.name,
    issuer: issuer.name,
    notBefore: new Date(validity.from),
    notAfter: new Date(validity.until),
    signingAlgorithm: algorithmOf(issuer.keys.privateKey),
    publicKey: subject.publicKey.toCryptoKey(algorithmOf(subject.publicKey), true, ["verify"]),
    signingKey: issuer.keys.privateKey.toCryptoKey(algorithmOf(issuer.keys.privateKey), true, ["sign"]),
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

function algorithmOf(key: KeyObject): typeof rsa | typeof ecdsa {
  return key.asymmetricKeyType === "ec" ? ecdsa : rsa;
}

/** 20 random bytes whose first digit keeps the number positive and 40 digits long. */
function newSerial(): string {
  const bytes = randomBytes(20);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString("hex").toUpperCase();
}
