import { createDecipheriv } from "node:crypto";

import { bytesOfBase64 } from "../../rsa/base64.ts";

/** A member `resource` or `encrypt_certificate`: AEAD_AES_256_GCM. */
export interface SealedText {
  readonly nonce: string;
  readonly associated_data?: string | undefined;
  /** Base64 of the encrypted bytes and, behind them, the 16 bytes of the tag. */
  readonly ciphertext: string;
}

/** Every merchant's APIv3 key; 16 is what some published test data of the protocol uses. */
export type KeyBytes = 16 | 32;

const tagBytes = 16;

/**
 * WeChat Pay APIv3, decryption of notifications and certificates.
 *
 * @returns the text, or null when the key, the nonce, the associated data, the tag or a byte is not right
 */
export function unsealText(sealed: SealedText, key: Buffer, keyBytes: KeyBytes = 32): string | null {
  if (key.length !== keyBytes) throw new Error(`the APIv3 key must have ${keyBytes} bytes`);
  const bytes = bytesOfBase64(sealed.ciphertext);
  if (bytes === null || bytes.length < tagBytes || sealed.nonce === "") return null;
  const decipher = createDecipheriv(
    `aes-${keyBytes === 32 ? 256 : 128}-gcm`,
    key,
    Buffer.from(sealed.nonce),
    {
      authTagLength: tagBytes,
    },
  );
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  decipher.setAAD(Buffer.from(sealed.associated_data ?? ""));
  const opened = decipher.update(bytes.subarray(0, bytes.length - tagBytes));
  try {
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
