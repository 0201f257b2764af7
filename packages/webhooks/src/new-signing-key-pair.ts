import { generateKeyPairSync } from "node:crypto";

/** Ed25519 keys as Standard Webhooks writes them. */
export interface SigningKeyPair {
  /** `whsk_` and base64 of seed and public key. */
  readonly signingKey: string;
  /** `whpk_` and base64, for those who verify `v1a`. */
  readonly publicKey: string;
}

export function newSigningKeyPair(): SigningKeyPair {
  const { d = "", x = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [seed, publicBytes] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  return {
    signingKey: `whsk_${Buffer.concat([seed, publicBytes]).toString("base64")}`,
    publicKey: `whpk_${publicBytes.toString("base64")}`,
  };
}
