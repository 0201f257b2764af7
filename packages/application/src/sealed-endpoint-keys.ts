import { sealedIn } from "@compose-pay/database";
import type { SecretBox } from "@compose-pay/runtime";
import { newSigningKeyPair, newWebhookSecret } from "@compose-pay/webhooks";

/** How long the secret before signs as well after a rotation: 24 h, in milliseconds. */
export const secretOverlapMs = 24 * 60 * 60 * 1_000;

/** A new secret: `whsec_…` to be shown once, and the envelope to be stored. */
export function newSealedSecret(secretBox: SecretBox, endpointId: string) {
  const secret = newWebhookSecret();
  return { secret, sealed: secretBox.seal(secret, sealedIn("webhook_endpoints.secret", endpointId)) };
}

/** A new key pair for `v1a` as its columns hold it. */
export function newSealedKeyPair(secretBox: SecretBox, endpointId: string) {
  const { signingKey, publicKey } = newSigningKeyPair();
  const sealed = secretBox.seal(signingKey, sealedIn("webhook_endpoints.signing_key", endpointId));
  return { signingKey: sealed, publicKey };
}
