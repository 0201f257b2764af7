import { deliveryObject } from "@compose-pay/application";
import type { Delivery } from "@compose-pay/contracts";
import {
  type Connection,
  findDeliveryViews,
  findWebhookEndpoint,
  type ShownAttempts,
} from "@compose-pay/database";

export interface ReadDelivery {
  readonly delivery: Delivery;
  /** Where it goes; null when its endpoint is deleted. */
  readonly url: string | null;
}

/** More than merchants see: all that the ladder has, and what was answered each time. */
const shownAttempts: ShownAttempts = { most: 20, responsesOf: "all" };

/** Deliveries as the API shows them, but for more of their attempts, in the order of the ids. @param ids a bounded number */
export async function readDeliveries(
  connection: Connection,
  ids: readonly string[],
): Promise<readonly ReadDelivery[]> {
  const read: ReadDelivery[] = [];
  for (const view of await findDeliveryViews(connection, ids, shownAttempts)) {
    const { endpointId, url } = view.delivery;
    const endpoint = url === null ? await findWebhookEndpoint(connection, { endpointId }) : null;
    read.push({
      delivery: deliveryObject(view, endpoint?.status ?? "enabled"),
      url: url ?? endpoint?.url ?? null,
    });
  }
  return read;
}
