import {
  type Connection,
  type DeliveryPlace,
  type DeliveryRow,
  type EventRow,
  findEnabledEndpoints,
  findWebhookEndpoint,
  isOwnAddress,
} from "@compose-pay/database";
import { mayReach, wantsEvent } from "@compose-pay/domain";

export type PlacesOfRedelivery =
  | { readonly kind: "places"; readonly places: readonly DeliveryPlace[] }
  | { readonly kind: "endpoint_unknown" }
  | { readonly kind: "endpoint_disabled" }
  /** The event is for another endpoint, or is about this one. */
  | { readonly kind: "endpoint_not_meant" };

/** Where an event goes again. @param of.only the one endpoint or own address that was named, or null */
export async function placesOfRedelivery(
  transaction: Connection,
  of: {
    readonly event: EventRow;
    readonly existing: readonly DeliveryRow[];
    readonly only: string | null;
  },
): Promise<PlacesOfRedelivery> {
  const { event, existing, only } = of;
  if (only !== null && isOwnAddress(only)) return ownAddress(existing, only);
  if (only !== null) return namedEndpoint(transaction, event, only);
  const enabled = await findEnabledEndpoints(transaction, event.appId);
  const isThere = new Set(existing.map(({ endpointId }) => endpointId));
  const endpoints = enabled.filter(
    (endpoint) => wantsEvent(endpoint, event) || (isThere.has(endpoint.id) && mayReach(endpoint, event)),
  );
  const own = existing.filter(({ endpointId }) => isOwnAddress(endpointId));
  return { kind: "places", places: [...endpoints.map(({ id }) => placeOf(event, id)), ...own] };
}

/** An own address is known by the delivery that went there. */
function ownAddress(existing: readonly DeliveryRow[], only: string): PlacesOfRedelivery {
  const places = existing.filter(({ endpointId }) => endpointId === only);
  return places.length === 0 ? { kind: "endpoint_unknown" } : { kind: "places", places };
}

async function namedEndpoint(
  transaction: Connection,
  event: EventRow,
  endpointId: string,
): Promise<PlacesOfRedelivery> {
  const endpoint = await findWebhookEndpoint(transaction, { endpointId, owner: event });
  if (endpoint === null) return { kind: "endpoint_unknown" };
  if (!mayReach(endpoint, event)) return { kind: "endpoint_not_meant" };
  if (endpoint.status === "disabled") return { kind: "endpoint_disabled" };
  return { kind: "places", places: [placeOf(event, endpointId)] };
}

function placeOf({ appId }: EventRow, endpointId: string): DeliveryPlace {
  return { appId, endpointId, url: null };
}
