import {
  type EndpointRef,
  inTransaction,
  lockWebhookEndpoint,
  rotateEndpointSecrets,
} from "@compose-pay/database";
import { later } from "./due-after.ts";
import { newSealedKeyPair, newSealedSecret, secretOverlapMs } from "./sealed-endpoint-keys.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import { isLastRotation, type ShownRotation } from "./shown-rotation.ts";
import { type WebhookEndpointView, webhookEndpointView } from "./webhook-endpoint-view.ts";

export type EndpointSecretRotated =
  | {
      readonly kind: "rotated";
      readonly endpoint: WebhookEndpointView;
      /** Readable in this answer and nowhere afterwards. */
      readonly secret: string;
      /** Until then the secret before signs as well. */
      readonly previousUntil: Date;
    }
  | { readonly kind: "not_found" }
  /** It was rotated since it was shown. */
  | { readonly kind: "rotated_meanwhile" };

/**
 * Gives an endpoint a new secret, and a new key pair if it signs `v1a`; those of now sign beside them for 24 h. The
 * ones before those are gone at once, so that two rotations put an end to a secret that has leaked.
 *
 * @param shown where somebody rotates by what was shown to them
 */
export async function rotateEndpointSecret(
  deps: Omit<SetUpDependencies, "newId">,
  ref: EndpointRef,
  shown: ShownRotation | null = null,
): Promise<EndpointSecretRotated> {
  return inTransaction(deps.database, async (transaction) => {
    const row = await lockWebhookEndpoint(transaction, ref);
    if (row === null) return { kind: "not_found" };
    const now = deps.clock.now();
    if (shown !== null && !isLastRotation(shown, row.previousUntil, now))
      return { kind: "rotated_meanwhile" };
    const { secret, sealed } = newSealedSecret(deps.secretBox, row.id);
    const pair = newSealedKeyPair(deps.secretBox, row.id);
    const previousUntil = later(now, secretOverlapMs);
    await rotateEndpointSecrets(transaction, row.id, { secret: sealed, ...pair, previousUntil });
    const publicKey = row.publicKey === null ? null : pair.publicKey;
    const endpoint = { ...webhookEndpointView(row), publicKey, previousUntil };
    return { kind: "rotated", endpoint, secret, previousUntil };
  });
}
