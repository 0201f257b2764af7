import { createPrivateKey, createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../core/documents.ts";
import type { RsaKeyPair } from "../core/rsa.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayCertificates } from "./certificates.ts";
import { openCertificates } from "./certificates.ts";

const documentName = "alipay/platform";
const savedPlatform = z.object({ privateKey: z.string() });

/** What Alipay signs with towards an application; `certificateSn` is null in key mode. */
export type Signer = { readonly privateKey: KeyObject; readonly certificateSn: string | null };

/** Alipay's identity: a plain key pair, and certificates for the applications that use them. */
export type AlipayPlatform = {
  /** Verifies what is signed towards applications in key mode. */
  readonly publicKey: KeyObject;
  /** Made at the first need: it takes five key pairs. */
  certificates(): Promise<AlipayCertificates>;
  signerFor(account: AlipayAccount): Promise<Signer>;
};

/** The saved key pair, or a new one that is saved. */
export async function openAlipayPlatform(documents: Documents): Promise<AlipayPlatform> {
  const { privateKey, publicKey } = await openKeys(documents);
  let opened: Promise<AlipayCertificates> | undefined;
  const certificates = () => (opened ??= openCertificates(documents));
  return {
    publicKey,
    certificates,
    async signerFor(account) {
      if (account.certificate === undefined) return { privateKey, certificateSn: null };
      const { sn, privateKey: certified } = (await certificates()).current();
      return { privateKey: certified, certificateSn: sn };
    },
  };
}

async function openKeys(documents: Documents): Promise<RsaKeyPair> {
  const saved = documents.find(documentName, savedPlatform);
  if (saved !== null) {
    const privateKey = createPrivateKey(saved.privateKey);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  }
  const keys = await generateRsaKeyPair();
  documents.save(documentName, { privateKey: privatePem(keys.privateKey) });
  return keys;
}
