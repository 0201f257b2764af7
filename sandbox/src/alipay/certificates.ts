import { createPrivateKey, createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../core/documents.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";
import type { Authority, Intermediate } from "./certificate-authority.ts";
import { createAuthority, issueForAlipay, issueForApplication } from "./certificate-authority.ts";
import { certificateSn } from "./certificate-sn.ts";

const documentName = "alipay/certificates";
const savedIntermediate = z.object({ name: z.string(), privateKey: z.string(), pem: z.string() });
const savedCertificates = z.object({
  rootBundle: z.string(),
  rootSn: z.string(),
  class1: savedIntermediate,
  class2: savedIntermediate,
  /** Alipay's own, the newest last. */
  leaves: z.array(z.object({ pem: z.string(), privateKey: z.string() })),
});
type Saved = z.infer<typeof savedCertificates>;

/** A certificate that Alipay signs with. */
export type AlipayCertificate = { readonly sn: string; readonly pem: string; readonly privateKey: KeyObject };

/** Certificate mode's half of Alipay's identity. */
export type AlipayCertificates = {
  readonly authority: Authority;
  /** What answers and notifications are signed with. */
  current(): AlipayCertificate;
  /** The certificate with that number and those above it, PEM texts in a row; null when there is none. */
  chainOf(sn: string): string | null;
  /** Signs with a new key and certificate from now on. */
  rotate(): Promise<AlipayCertificate>;
  issueForApplication: (
    owner: Parameters<typeof issueForApplication>[1],
    validity: Parameters<typeof issueForApplication>[2],
  ) => Promise<string>;
};

/** The saved certificates, or new ones that are saved. */
export async function openCertificates(documents: Documents): Promise<AlipayCertificates> {
  const found = documents.find(documentName, savedCertificates);
  const authority = found === null ? await createAuthority(Date.now()) : revive(found);
  const leaves = found?.leaves ?? [await newLeaf(authority)];
  const keep = () => documents.save(documentName, toSaved(authority, leaves));
  if (found === null) keep();
  const current = () => {
    const newest = leaves.at(-1);
    if (newest === undefined) throw new Error("Alipay has no certificate");
    return { ...newest, sn: certificateSn(newest.pem), privateKey: createPrivateKey(newest.privateKey) };
  };
  let signing = current();
  return {
    authority,
    current: () => signing,
    chainOf(sn) {
      const leaf = leaves.find(({ pem }) => certificateSn(pem) === sn);
      return leaf === undefined ? null : leaf.pem + authority.class2.pem;
    },
    async rotate() {
      leaves.push(await newLeaf(authority));
      keep();
      signing = current();
      return signing;
    },
    issueForApplication: (owner, validity) => issueForApplication(authority, owner, validity),
  };
}

async function newLeaf(authority: Authority): Promise<Saved["leaves"][number]> {
  const { publicKey, privateKey } = await generateRsaKeyPair();
  const pem = await issueForAlipay(authority, publicKey, Date.now());
  return { pem, privateKey: privatePem(privateKey) };
}

function toSaved({ rootBundle, rootSn, class1, class2 }: Authority, leaves: Saved["leaves"]): Saved {
  return { rootBundle, rootSn, class1: flat(class1), class2: flat(class2), leaves };
}

function flat({ issuer, pem }: Intermediate): Saved["class1"] {
  return { name: issuer.name, privateKey: privatePem(issuer.keys.privateKey), pem };
}

function revive({ rootBundle, rootSn, class1, class2 }: Saved): Authority {
  return { rootBundle, rootSn, class1: deep(class1), class2: deep(class2) };
}

function deep({ name, privateKey, pem }: Saved["class1"]): Intermediate {
  const key = createPrivateKey(privateKey);
  return { issuer: { name, keys: { privateKey: key, publicKey: createPublicKey(key) } }, pem };
}
