import { createPrivateKey, generateKeyPair, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

export type RsaKeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

export function generateRsaKeyPair(): Promise<RsaKeyPair> {
  return generate("rsa", { modulusLength: 2048 });
}

/** RSASSA-PKCS1-v1_5 with SHA-256 in base64, computed on the thread pool: signing is the hot path. */
export function signSha256(key: KeyObject, message: string): Promise<string> {
  const copies = idleCopies.get(key) ?? [];
  idleCopies.set(key, copies);
  const copy = copies.pop() ?? createPrivateKey(privatePem(key));
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(message), copy, (error, signature) => {
      copies.push(copy);
      if (error) reject(error);
      else resolve(signature.toString("base64"));
    });
  });
}

/**
 * Copies of a key that no signature is using. Node locks a key object while a thread signs with it, and
 * the main thread would wait for that lock to start the next signature: each one gets its own copy, so
 * there are as many as there ever were signatures at once.
 */
const idleCopies = new WeakMap<KeyObject, KeyObject[]>();

/** False for any signature that is not the one of `message`, unreadable base64 included. */
export function verifySha256(key: KeyObject, message: Buffer, signature: string): boolean {
  return verify("sha256", message, key, Buffer.from(signature, "base64"));
}

/** A signature of the right shape that fits nothing: one byte of the true one is flipped. */
export function spoilSignature(signature: string): string {
  const bytes = Buffer.from(signature, "base64");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 0x01, bytes.length - 1);
  return bytes.toString("base64");
}

export function privatePem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

export function publicPem(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}
