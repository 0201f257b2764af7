import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import {
  BasicConstraintsExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** What a server shows: PEM, as `tls.createServer` takes it. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

/** An authority that this process trusts beside those it knows. */
export interface TestAuthority {
  issue(names: readonly JsonGeneralName[], validity?: Validity): Promise<ServerIdentity>;
}

interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const name = "CN=Test Authority";
const day = 86_400_000;

export async function openTestAuthority({ trusted }: { readonly trusted: boolean }): Promise<TestAuthority> {
  const keys = await newKeys();
  const own = await X509CertificateGenerator.createSelfSigned({
    name,
    ...today(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  if (trusted) setDefaultCACertificates([...getCACertificates("default"), own.toString("pem")]);
  return {
    issue: async (names, validity = today()) => {
      const serverKeys = await newKeys();
      const certificate = await X509CertificateGenerator.create({
        subject: "CN=Test Server",
        issuer: name,
        ...validity,
        signingAlgorithm: algorithm,
        publicKey: serverKeys.publicKey,
        signingKey: keys.privateKey,
        extensions: [new SubjectAlternativeNameExtension([...names])],
      });
      return identity(certificate, serverKeys);
    },
  };
}

async function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function today(): Validity {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
}

async function identity(
  certificate: X509Certificate,
  keys: webcrypto.CryptoKeyPair,
): Promise<ServerIdentity> {
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { key: PemConverter.encode(key, "PRIVATE KEY"), cert: certificate.toString("pem") };
}
