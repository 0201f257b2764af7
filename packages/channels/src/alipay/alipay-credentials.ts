import { createPublicKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { privateKeyText, publicKeyText } from "../rsa/key-text.ts";

/** An application at Alipay, ready for use. */
export interface AlipayCredentials {
  readonly appId: string;
  /** The seller's user id (PID), 16 digits beginning 2088. */
  readonly sellerId: string;
  readonly privateKey: KeyObject;
  readonly alipayKey: KeyObject;
}

/** `credentials` of an account file. */
export const alipayCredentials = z
  .strictObject({
    /** Alipay's plain public key; certificates would be another mode. */
    mode: z.literal("key").default("key"),
    app_id: z.string().regex(/^\d{16,32}$/, "has 16 to 32 digits"),
    seller_id: z.string().regex(/^\d{16}$/, "has 16 digits"),
    private_key: privateKeyText,
    alipay_public_key: publicKeyText,
  })
  .superRefine((given, context) => {
    if (!isPair(given.private_key, given.alipay_public_key)) return;
    const message =
      "is the application's own public key; Alipay's key is wanted, which its console shows beside it";
    context.addIssue({ code: "custom", path: ["alipay_public_key"], message });
  })
  .transform((given): AlipayCredentials => ({
    appId: given.app_id,
    sellerId: given.seller_id,
    privateKey: given.private_key,
    alipayKey: given.alipay_public_key,
  }));

/** The console shows both public keys next to each other, and the wrong one is taken often. */
function isPair(privateKey: KeyObject, publicKey: KeyObject): boolean {
  return createPublicKey(privateKey).equals(publicKey);
}
