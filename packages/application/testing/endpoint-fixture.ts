import type { CreateWebhookEndpoint } from "@compose-pay/contracts";
import {
  findWebhookEndpoint,
  type SealedColumn,
  sealedIn,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import { createUrlGuard } from "@compose-pay/webhooks";
import { createApp } from "../src/create-app.ts";
import { createMerchant } from "../src/create-merchant.ts";
import {
  createWebhookEndpoint,
  type EndpointDependencies,
  type WebhookEndpointCreated,
} from "../src/create-webhook-endpoint.ts";
import type { SetUpFixture } from "./set-up-fixture.ts";

/** The verbs' dependencies with the guard as it is without configuration; no name is looked up. */
export function endpointDeps({ deps }: SetUpFixture): EndpointDependencies {
  const rules = { allowedRanges: [], allowedPorts: [{ from: 1, to: 65_535 }] };
  return { ...deps, urlGuard: createUrlGuard(rules, { resolve: () => Promise.resolve(["93.184.216.34"]) }) };
}

/** @returns the id of an app of its own */
export async function newTestApp({ deps }: SetUpFixture): Promise<string> {
  const { id: merchantId } = await createMerchant(deps, { name: "茶店" });
  const limits = { rateLimitPerSecond: 10, rateLimitBurst: 20 };
  const made = await createApp(deps, { merchantId, name: "Till", ...limits });
  if (made.kind !== "created") throw new Error(made.kind);
  return made.app.id;
}

const endpointParameters: CreateWebhookEndpoint = {
  url: "https://shop.example/hooks",
  event_types: ["*"],
  description: null,
  status: "enabled",
  rate_limit: null,
  signatures: ["v1"],
};

export function askForEndpoint(
  fixture: SetUpFixture,
  owner: { readonly appId: string; readonly live?: boolean },
  changes: Partial<CreateWebhookEndpoint> = {},
): Promise<WebhookEndpointCreated> {
  const { appId, live = false } = owner;
  const parameters = { ...endpointParameters, ...changes };
  return createWebhookEndpoint(endpointDeps(fixture), { appId, live, parameters });
}

export async function newTestEndpoint(
  fixture: SetUpFixture,
  owner: { readonly appId: string; readonly live?: boolean },
  changes: Partial<CreateWebhookEndpoint> = {},
) {
  const made = await askForEndpoint(fixture, owner, changes);
  if (made.kind !== "created") throw new Error(made.kind);
  return made;
}

export async function rereadEndpoint(
  { deps }: SetUpFixture,
  endpointId: string,
): Promise<WebhookEndpointRow> {
  const row = await findWebhookEndpoint(deps.database.connection, { endpointId });
  if (row === null) throw new Error(`there is no endpoint ${endpointId}`);
  return row;
}

/** What an envelope of the endpoint holds; null for none. */
export function opened(
  { deps }: SetUpFixture,
  envelope: string | null,
  of: { readonly column: SealedColumn; readonly id: string },
): string | null {
  return envelope === null ? null : deps.secretBox.open(envelope, sealedIn(of.column, of.id));
}
