import {
  type Database,
  findApp,
  findEnabledEndpoints,
  sealedIn,
  type SealedColumn,
} from "@compose-pay/database";
import { type Logger, type SecretBox, SecretBoxError } from "@compose-pay/runtime";
import { createFreshCache } from "./fresh-cache.ts";
import { parseSigningKey, type SigningKey } from "@compose-pay/webhooks";

/** An enabled endpoint of an app. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** Types of events, or `*` for all. */
  readonly eventTypes: readonly string[];
  /** Null when its secret does not open. */
  readonly signingKey: SigningKey | null;
}

/** Where the events of an app go. */
export interface AppTargets {
  readonly endpoints: readonly Endpoint[];
  /** Signs what goes to a payment's own `notify_url`; null when the secret does not open. */
  readonly notifyUrlKey: SigningKey | null;
}

export interface TargetDirectory {
  /** As the database had it, a few seconds ago at most. */
  targetsOf(appId: string): Promise<AppTargets>;
  forget(appId: string): void;
}

export interface TargetDirectoryDependencies {
  readonly database: Pick<Database, "connection">;
  readonly secretBox: SecretBox;
  readonly logger: Logger;
  readonly freshMs: number;
}

const mostApps = 1_000;

/** Endpoints and opened secrets of the apps that had events lately; nothing of it is written anywhere. */
export function createTargetDirectory(deps: TargetDirectoryDependencies): TargetDirectory {
  const cache = createFreshCache({
    load: (appId) => loadTargets(deps, appId),
    freshMs: deps.freshMs,
    mostEntries: mostApps,
    nowMs: () => performance.now(),
  });
  return { targetsOf: (appId) => cache.get(appId), forget: (appId) => cache.forget(appId) };
}

async function loadTargets(deps: TargetDirectoryDependencies, appId: string): Promise<AppTargets> {
  const { connection } = deps.database;
  const [app, rows] = await Promise.all([
    findApp(connection, appId),
    findEnabledEndpoints(connection, appId),
  ]);
  return {
    endpoints: rows.map(({ id, url, eventTypes, secret }) => ({
      id,
      url,
      eventTypes,
      signingKey: openKey(deps, secret, { column: "webhook_endpoints.secret", id }),
    })),
    notifyUrlKey:
      app === null ? null : openKey(deps, app.webhookSecret, { column: "apps.webhook_secret", id: appId }),
  };
}

/** A secret that does not open stops its own target alone; the attempts there fail and say why. */
function openKey(
  { secretBox, logger }: TargetDirectoryDependencies,
  envelope: string,
  { column, id }: { readonly column: SealedColumn; readonly id: string },
): SigningKey | null {
  try {
    const key = parseSigningKey(secretBox.open(envelope, sealedIn(column, id)));
    if (key === null) logger.error({ column, id }, "a signing secret is not one");
    return key;
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    logger.error({ error, column, id }, "a signing secret does not open");
    return null;
  }
}
