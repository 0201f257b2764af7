import { type ApiKey, findApp, insertApiKey } from "@compose-pay/database";
import { newApiKey } from "./api-key-text.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type ApiKeyCreated =
  | { readonly kind: "created"; readonly apiKey: ApiKey; readonly secret: string }
  | { readonly kind: "app_unknown"; readonly appId: string };

/** Creates one more key for an app. The key itself is in this answer and stored nowhere. */
export async function createApiKey(
  deps: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  input: { readonly appId: string; readonly live: boolean },
): Promise<ApiKeyCreated> {
  const { connection } = deps.database;
  if ((await findApp(connection, input.appId)) === null) {
    return { kind: "app_unknown", appId: input.appId };
  }
  const createdAt = deps.clock.now();
  const { secret, sha256, hint } = newApiKey(input.live);
  const apiKey: ApiKey = {
    id: deps.newId("key", createdAt),
    appId: input.appId,
    live: input.live,
    hint,
    createdAt,
    revokedAt: null,
  };
  await insertApiKey(connection, { ...apiKey, sha256 });
  return { kind: "created", apiKey, secret };
}
