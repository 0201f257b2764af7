import {
  type AppChange,
  type AppRow,
  inTransaction,
  lockApp,
  updateApp as updateRow,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "./changed-meanwhile.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type AppUpdated =
  | { readonly kind: "updated"; readonly app: AppRow; readonly before: AppRow }
  | { readonly kind: "app_unknown"; readonly appId: string };

export function appVersion({
  name,
  rateLimitPerSecond,
  rateLimitBurst,
}: Pick<AppRow, "name" | "rateLimitPerSecond" | "rateLimitBurst">): string {
  return versionOf({ name, rateLimitPerSecond, rateLimitBurst });
}

/**
 * Changes what an app is called and how often it may call; what is left out stays. Each ingress has it within the time
 * for which it knows keys (`KEYS_FRESH_MS`).
 *
 * @throws ChangedMeanwhile
 */
export async function updateApp(
  { database }: Pick<SetUpDependencies, "database">,
  appId: string,
  { expectedVersion, ...change }: AppChange & SeenVersion,
): Promise<AppUpdated> {
  return inTransaction(database, async (transaction) => {
    const before = await lockApp(transaction, appId);
    if (before === null) return { kind: "app_unknown", appId };
    holdAgainst({ expectedVersion }, { subject: appId, version: appVersion(before) });
    if (Object.keys(change).length > 0) await updateRow(transaction, appId, change);
    return { kind: "updated", app: { ...before, ...change }, before };
  });
}
