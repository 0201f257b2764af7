import {
  type AppRow,
  type Connection,
  findReceivers,
  isOwnAddress,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import type { SigningKey } from "@compose-pay/webhooks";
import type { Keyring } from "./keyring.ts";

/** Who gets the events of one app, as the database has it now. */
export interface AppReceivers {
  readonly app: AppRow | null;
  readonly endpoints: readonly WebhookEndpointRow[];
}

/** Where a delivery goes, and what signs it. */
export interface Receiver {
  readonly url: string;
  /** Null when the secret does not open. */
  readonly keys: readonly SigningKey[] | null;
}

/**
 * Read anew for each batch: an endpoint that was made a moment ago gets the next event, one that was disabled gets
 * none.
 */
export async function receiversOf(
  connection: Connection,
  appIds: Iterable<string>,
): Promise<ReadonlyMap<string, AppReceivers>> {
  const ids = [...new Set(appIds)];
  const { apps, endpoints } = await findReceivers(connection, ids);
  return new Map(
    ids.map((id) => [
      id,
      {
        app: apps.find((app) => app.id === id) ?? null,
        endpoints: endpoints.filter(({ appId }) => appId === id),
      },
    ]),
  );
}

export const nobody: AppReceivers = { app: null, endpoints: [] };

/** @returns null when there is no such endpoint or app any more */
export function receiverOf(
  keyring: Keyring,
  { app, endpoints }: AppReceivers,
  place: { readonly endpointId: string; readonly url: string | null; readonly at: Date },
): Receiver | null {
  const { endpointId, url, at } = place;
  if (isOwnAddress(endpointId)) {
    if (url === null) throw new Error("a delivery to a payment's or a refund's own address has that address");
    return app === null ? null : { url, keys: keyring.keysOfApp(app, at) };
  }
  const endpoint = endpoints.find(({ id }) => id === endpointId);
  return endpoint === undefined ? null : { url: endpoint.url, keys: keyring.keysOfEndpoint(endpoint, at) };
}
