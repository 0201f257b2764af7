import { findMerchant, insertApp, type NewApp, sealedIn } from "@compose-pay/database";
import { newWebhookSecret } from "@compose-pay/webhooks";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export interface AppInput {
  readonly merchantId: string;
  readonly name: string;
  /** The token bucket of the app's calls: what flows in each second, and how much it holds. */
  readonly rateLimitPerSecond: number;
  readonly rateLimitBurst: number;
}

/** What may be shown of an app: all but its sealed secret. */
export type App = Omit<NewApp, "webhookSecret" | "previousWebhookSecret" | "previousWebhookSecretUntil">;

export type AppCreated =
  | { readonly kind: "created"; readonly app: App; readonly webhookSecret: string }
  | { readonly kind: "merchant_unknown"; readonly merchantId: string };

/** Creates an app. Its webhook secret is in this answer and readable nowhere afterwards. */
export async function createApp(deps: SetUpDependencies, input: AppInput): Promise<AppCreated> {
  const { connection } = deps.database;
  if ((await findMerchant(connection, input.merchantId)) === null) {
    return { kind: "merchant_unknown", merchantId: input.merchantId };
  }
  const createdAt = deps.clock.now();
  const app: App = { id: deps.newId("app", createdAt), ...input, createdAt };
  const webhookSecret = newWebhookSecret();
  const sealed = deps.secretBox.seal(webhookSecret, sealedIn("apps.webhook_secret", app.id));
  await insertApp(connection, { ...app, webhookSecret: sealed });
  return { kind: "created", app, webhookSecret };
}
