import { createCipheriv } from "node:crypto";

/**
 * AEAD_AES_256_GCM of WeChat Pay APIv3: base64 of the ciphertext followed by its 16-byte tag.
 *
 * @param key the APIv3 key, 32 ASCII characters
 * @param nonce 12 characters
 */
export function encryptResource(
  key: string,
  plaintext: string,
  seal: { readonly nonce: string; readonly associatedData: string },
): string {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key), Buffer.from(seal.nonce));
  cipher.setAAD(Buffer.from(seal.associatedData));
  return Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64",
  );
}
