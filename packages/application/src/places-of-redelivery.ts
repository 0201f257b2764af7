import {
  type Connection,
  type DeliveryPlace,
  type DeliveryRow,
  type EventRow,
  findEnabledEndpoints,
  findWebhookEndpoint,
  isOwnAddress,
  type WebhookEndpointRow,
} from "@compose-pay/database";

export type PlacesOfRedelivery =
  | { readonly kind: "places"; readonly places: readonly DeliveryPlace[] }
  | { readonly kind: "endpoint_unknown" }
  | { readonly kind: "endpoint_disabled" };

/** Where an event goes again. @param of.only the one endpoint that was named, or null */
export async function placesOfRedelivery(
  transaction: Connection,
  of: {
    readonly event: EventRow;
    readonly existing: readonly DeliveryRow[];
    readonly only: string | null;
  },
): Promise<PlacesOfRedelivery> {
  const { event, existing, only } = of;
  if (only !== null) return namedEndpoint(transaction, event, only);
  const enabled = (await findEnabledEndpoints(transaction, event.appId)).filter(
    ({ live }) => live === event.live,
  );
  const isThere = new Set(existing.map(({ endpointId }) => endpointId));
  const endpoints = enabled.filter((endpoint) => isThere.has(endpoint.id) || wants(endpoint, event));
  const own = existing.filter(({ endpointId }) => isOwnAddress(endpointId));
  return { kind: "places", places: [...endpoints.map(({ id }) => placeOf(event, id)), ...own] };
}

async function namedEndpoint(
  transaction: Connection,
  event: EventRow,
  endpointId: string,
): Promise<PlacesOfRedelivery> {
  const endpoint = await findWebhookEndpoint(transaction, { endpointId, owner: event });
  if (endpoint === null) return { kind: "endpoint_unknown" };
  if (endpoint.status === "disabled") return { kind: "endpoint_disabled" };
  return { kind: "places", places: [placeOf(event, endpointId)] };
}

function placeOf({ appId }: EventRow, endpointId: string): DeliveryPlace {
  return { appId, endpointId, url: null };
}

/** What was for one endpoint goes to no other. */
function wants({ eventTypes }: WebhookEndpointRow, { type, endpointId }: EventRow): boolean {
  return endpointId === null && (eventTypes.includes("*") || eventTypes.includes(type));
}
