import { createPrivateKey, createPublicKey } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../core/documents.ts";
import type { RsaKeyPair } from "../core/rsa.ts";
import { generateRsaKeyPair, privatePem } from "../core/rsa.ts";

const documentName = "alipay/platform";
const savedPlatform = z.object({ privateKey: z.string() });

/** The key pair Alipay signs its answers and notifications with. */
export type AlipayPlatform = RsaKeyPair;

/** The saved key pair, or a new one that is saved. */
export async function openAlipayPlatform(documents: Documents): Promise<AlipayPlatform> {
  const saved = documents.find(documentName, savedPlatform);
  if (saved !== null) {
    const privateKey = createPrivateKey(saved.privateKey);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  }
  const keys = await generateRsaKeyPair();
  documents.save(documentName, { privateKey: privatePem(keys.privateKey) });
  return keys;
}
