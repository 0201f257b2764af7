import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** A key, or in plain words why the text is none. The words never contain the text. */
export type KeyReading =
  | { readonly kind: "key"; readonly key: KeyObject }
  | { readonly kind: "fault"; readonly message: string };

/** What both channels issue; shorter keys are refused by them too. */
const smallestModulusBits = 2048;

/**
 * Reads an RSA private key in any shape that people paste: PKCS#8 or PKCS#1 PEM, line breaks lost or
 * written as `\n`, or the bare base64 of either, as Alipay's key tool gives it.
 */
export function readPrivateKey(text: string): KeyReading {
  const armoured = readArmour(text);
  switch (armoured.label) {
    case null:
    case "PRIVATE KEY":
    case "RSA PRIVATE KEY":
      return firstKey(armoured.der, [
        (key) => createPrivateKey({ key, format: "der", type: "pkcs8" }),
        (key) => createPrivateKey({ key, format: "der", type: "pkcs1" }),
      ]);
    case "ENCRYPTED PRIVATE KEY":
      return fault("is protected by a passphrase; give it without one");
    default:
      return fault(`is a ${armoured.label.toLowerCase()}; an RSA private key is wanted here`);
  }
}

/** Reads an RSA public key: SubjectPublicKeyInfo or PKCS#1, as PEM or as bare base64. */
export function readPublicKey(text: string): KeyReading {
  const armoured = readArmour(text);
  switch (armoured.label) {
    case null:
    case "PUBLIC KEY":
    case "RSA PUBLIC KEY":
      return firstKey(armoured.der, [
        (key) => createPublicKey({ key, format: "der", type: "spki" }),
        (key) => createPublicKey({ key, format: "der", type: "pkcs1" }),
      ]);
    default:
      return fault(`is a ${armoured.label.toLowerCase()}; an RSA public key is wanted here`);
  }
}

interface Armoured {
  /** The PEM label, or null for bare base64. */
  readonly label: string | null;
  readonly der: Buffer;
}

function readArmour(text: string): Armoured {
  const unescaped = text.replaceAll("\\r", "").replaceAll("\\n", "\n").trim();
  const armour = /^-----BEGIN ([A-Z0-9 ]+)-----(.*)-----END \1-----$/s.exec(unescaped);
  return {
    label: armour?.[1] ?? null,
    der: Buffer.from((armour?.[2] ?? unescaped).replaceAll(/\s/g, ""), "base64"),
  };
}

function firstKey(der: Buffer, readers: readonly ((der: Buffer) => KeyObject)[]): KeyReading {
  for (const read of readers) {
    const key = keyOrNull(der, read);
    if (key !== null) return checkKey(key);
  }
  return fault("cannot be read as a key: neither PEM (PKCS#1, PKCS#8) nor the base64 of one");
}

function keyOrNull(der: Buffer, read: (der: Buffer) => KeyObject): KeyObject | null {
  try {
    return read(der);
  } catch {
    return null;
  }
}

function checkKey(key: KeyObject): KeyReading {
  if (key.asymmetricKeyType !== "rsa") return fault("is not an RSA key");
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < smallestModulusBits)
    return fault(`has ${bits} bits; at least ${smallestModulusBits} are needed`);
  return { kind: "key", key };
}

function fault(message: string): KeyReading {
  return { kind: "fault", message };
}
