import {
  type AppRow,
  findApp,
  insertApp,
  insertMerchant,
  isDuplicate,
  sealedIn,
  updateAppWebhookSecret,
} from "@compose-pay/database";
import { SecretBoxError } from "@compose-pay/runtime";
import { newWebhookSecret } from "@compose-pay/webhooks";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

/** Fixed ids, so that the database decides whether they are there; no merchant of one's own is taken for it. */
const demoMerchantId = "mer_demo";
export const demoAppId = "app_demo";

/** Beyond what one machine serves: the demo is for trying out and for load, too. */
const demoRateLimit = { rateLimitPerSecond: 5_000, rateLimitBurst: 10_000 };

export interface DemoApp {
  readonly merchantId: string;
  readonly appId: string;
  readonly webhookSecret: string;
}

/** The demo's merchant and app, made if they are missing. */
export async function seedDemoApp(deps: SetUpDependencies): Promise<DemoApp> {
  const { connection } = deps.database;
  const createdAt = deps.clock.now();
  const app = { id: demoAppId, merchantId: demoMerchantId, name: "Demo", ...demoRateLimit, createdAt };
  await unlessThere(() =>
    insertMerchant(connection, { id: demoMerchantId, name: "Demo", status: "active", createdAt }),
  );
  await unlessThere(() => insertApp(connection, { ...app, webhookSecret: seal(deps, newWebhookSecret()) }));
  const stored = await findApp(connection, demoAppId);
  if (stored === null) throw new Error("the demo's app was deleted while it was seeded");
  return {
    merchantId: demoMerchantId,
    appId: demoAppId,
    webhookSecret: openSecret(deps, stored) ?? (await replaceSecret(deps)),
  };
}

function seal({ secretBox }: SetUpDependencies, secret: string): string {
  return secretBox.seal(secret, sealedIn("apps.webhook_secret", demoAppId));
}

/** Null when the master key that sealed it is lost. */
function openSecret({ secretBox }: SetUpDependencies, app: AppRow): string | null {
  try {
    return secretBox.open(app.webhookSecret, sealedIn("apps.webhook_secret", app.id));
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

async function replaceSecret(deps: SetUpDependencies): Promise<string> {
  const secret = newWebhookSecret();
  await updateAppWebhookSecret(deps.database.connection, demoAppId, seal(deps, secret));
  return secret;
}

async function unlessThere(insert: () => Promise<void>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
