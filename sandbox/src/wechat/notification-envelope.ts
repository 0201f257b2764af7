import { createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { toRfc3339 } from "../core/china-time.ts";
import type { WechatAccount } from "./account.ts";
import { encryptResource } from "./aead.ts";

/** The constant part of a notification; resends repeat it byte for byte (WeChat Pay APIv3, notifications). */
const envelope = z.object({
  id: z.string(),
  create_time: z.string(),
  resource_type: z.literal("encrypt-resource"),
  event_type: z.string(),
  summary: z.string(),
  resource: z.object({
    original_type: z.enum(["transaction", "refund"]),
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: z.string(),
    associated_data: z.string(),
    nonce: z.string(),
  }),
});
export type Envelope = z.infer<typeof envelope>;

type Resource = Envelope["resource"];

const plaintextSchema = z.record(z.string(), z.unknown());

/** What the merchant finds when it decrypts: a transaction, or a refund. */
export type Plaintext = z.infer<typeof plaintextSchema>;

export function newEnvelope(
  account: WechatAccount,
  event: { readonly type: string; readonly summary: string; readonly nowMs: number },
  resource: { readonly type: Resource["original_type"]; readonly plaintext: Plaintext },
): Envelope {
  return {
    id: randomUUID(),
    create_time: toRfc3339(event.nowMs),
    resource_type: "encrypt-resource",
    event_type: event.type,
    summary: event.summary,
    resource: encryptPlaintext(account, resource.type, resource.plaintext),
  };
}

export function parseEnvelope(content: string): Envelope {
  return envelope.parse(JSON.parse(content));
}

export function encryptPlaintext(
  account: WechatAccount,
  type: Resource["original_type"],
  plaintext: Plaintext,
): Resource {
  const nonce = randomBytes(6).toString("hex");
  return {
    original_type: type,
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: encryptResource(account.apiv3Key, JSON.stringify(plaintext), { nonce, associatedData: type }),
    associated_data: type,
    nonce,
  };
}

export function decryptPlaintext(account: WechatAccount, resource: Resource): Plaintext {
  const bytes = Buffer.from(resource.ciphertext, "base64");
  const decipher = createDecipheriv("aes-256-gcm", account.apiv3Key, resource.nonce);
  decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16));
  const plaintext = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  return plaintextSchema.parse(JSON.parse(plaintext.toString()));
}
