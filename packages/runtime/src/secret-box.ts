import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** Seals what must not be readable in the database, bound to the row that it belongs to. */
export interface SecretBox {
  /** @param boundTo table, column and id of the row, such as `channel_accounts.secrets:acc_01j…` */
  seal(plaintext: string, boundTo: string): string;
  /** @throws SecretBoxError when the envelope is spoilt, of an unknown key, or of another row */
  open(envelope: string, boundTo: string): string;
  /** False for an envelope that a rotation of the master key has to seal anew. */
  isCurrent(envelope: string): boolean;
}

export type SecretBoxFault = "malformed" | "unknown_key" | "not_authentic";

export class SecretBoxError extends Error {
  readonly fault: SecretBoxFault;

  constructor(fault: SecretBoxFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SecretBoxError";
    this.fault = fault;
  }
}

export interface MasterKeys {
  /** 32 bytes; seals and opens. */
  readonly current: KeyObject;
  /** Open only. */
  readonly previous?: readonly KeyObject[];
}

/** AES-256-GCM (NIST SP 800-38D) envelopes as text: `v1.<key id>.<nonce>.<ciphertext and tag>`, in base64url. */
export function createSecretBox({ current, previous = [] }: MasterKeys): SecretBox {
  const currentId = keyIdOf(current);
  const keys = new Map([...previous, current].map((key) => [keyIdOf(key), key]));
  return {
    seal: (plaintext, boundTo) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", current, nonce);
      cipher.setAAD(associatedData(currentId, boundTo));
      const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return ["v1", currentId, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
    },
    open: (envelope, boundTo) => {
      const { keyId, nonce, sealed } = parseEnvelope(envelope);
      const key = keys.get(keyId);
      if (key === undefined) {
        throw new SecretBoxError("unknown_key", `sealed with master key ${keyId}, which is not configured`);
      }
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(associatedData(keyId, boundTo));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      try {
        return decipher.update(sealed.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw new SecretBoxError("not_authentic", `altered, or not the secret of ${boundTo}`, { cause });
      }
    },
    isCurrent: (envelope) => parseEnvelope(envelope).keyId === currentId,
  };
}

const nonceBytes = 12;
const tagBytes = 16;

function keyIdOf(key: KeyObject): string {
  return createHash("sha256")
    .update("compose-pay master key\0")
    .update(key.export())
    .digest("hex")
    .slice(0, 8);
}

function associatedData(keyId: string, boundTo: string): Buffer {
  return Buffer.from(`v1.${keyId}.${boundTo}`, "utf8");
}

function parseEnvelope(envelope: string) {
  const parts = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22,})$/.exec(envelope);
  const [, keyId, nonce, sealed] = parts ?? [];
  if (keyId === undefined || nonce === undefined || sealed === undefined) {
    throw new SecretBoxError("malformed", "not an envelope of this program");
  }
  return { keyId, nonce: Buffer.from(nonce, "base64url"), sealed: Buffer.from(sealed, "base64url") };
}
