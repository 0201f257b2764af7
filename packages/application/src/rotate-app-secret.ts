import { findApp, rotateAppWebhookSecret, sealedIn } from "@compose-pay/database";
import { newWebhookSecret } from "@compose-pay/webhooks";
import { later } from "./due-after.ts";
import { secretOverlapMs } from "./sealed-endpoint-keys.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import { isLastRotation, type ShownRotation } from "./shown-rotation.ts";

export type AppSecretRotated =
  | {
      readonly kind: "rotated";
      /** Readable in this answer and nowhere afterwards. */
      readonly webhookSecret: string;
      /** Until then the secret before signs as well. */
      readonly previousUntil: Date;
    }
  | { readonly kind: "app_unknown"; readonly appId: string }
  /** It was rotated since it was shown. */
  | { readonly kind: "rotated_meanwhile" };

/**
 * Rotates the secret that signs what goes to own addresses (`notify_url`), as `rotateEndpointSecret` does.
 *
 * @param shown where somebody rotates by what was shown to them
 */
export async function rotateAppSecret(
  deps: Omit<SetUpDependencies, "newId">,
  appId: string,
  shown: ShownRotation | null = null,
): Promise<AppSecretRotated> {
  const webhookSecret = newWebhookSecret();
  const secret = deps.secretBox.seal(webhookSecret, sealedIn("apps.webhook_secret", appId));
  const now = deps.clock.now();
  const rotation = { secret, previousUntil: later(now, secretOverlapMs) };
  const rotated = { kind: "rotated", webhookSecret, previousUntil: rotation.previousUntil } as const;
  const { connection } = deps.database;
  if (shown === null)
    return (await rotateAppWebhookSecret(connection, appId, rotation))
      ? rotated
      : { kind: "app_unknown", appId };
  const app = await findApp(connection, appId);
  if (app === null) return { kind: "app_unknown", appId };
  const lastUntil = app.previousWebhookSecretUntil;
  const isRotated =
    isLastRotation(shown, lastUntil, now) &&
    (await rotateAppWebhookSecret(connection, appId, { ...rotation, lastUntil }));
  return isRotated ? rotated : { kind: "rotated_meanwhile" };
}
