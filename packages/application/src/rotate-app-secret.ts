import { rotateAppWebhookSecret, sealedIn } from "@compose-pay/database";
import { newWebhookSecret } from "@compose-pay/webhooks";
import { later } from "./due-after.ts";
import { secretOverlapMs } from "./sealed-endpoint-keys.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type AppSecretRotated =
  | {
      readonly kind: "rotated";
      /** Readable in this answer and nowhere afterwards. */
      readonly webhookSecret: string;
      /** Until then the secret before signs as well. */
      readonly previousUntil: Date;
    }
  | { readonly kind: "app_unknown"; readonly appId: string };

/** Rotates the secret that signs what goes to own addresses (`notify_url`), as `rotateEndpointSecret` does. */
export async function rotateAppSecret(
  deps: Omit<SetUpDependencies, "newId">,
  appId: string,
): Promise<AppSecretRotated> {
  const webhookSecret = newWebhookSecret();
  const secret = deps.secretBox.seal(webhookSecret, sealedIn("apps.webhook_secret", appId));
  const previousUntil = later(deps.clock.now(), secretOverlapMs);
  const { connection } = deps.database;
  return (await rotateAppWebhookSecret(connection, appId, { secret, previousUntil }))
    ? { kind: "rotated", webhookSecret, previousUntil }
    : { kind: "app_unknown", appId };
}
