import { deliveryObject } from "@compose-pay/application";
import { type Delivery, mostShownAttempts } from "@compose-pay/contracts";
import { type Connection, findDeliveryViews, findWebhookEndpoint } from "@compose-pay/database";

export interface ReadDelivery {
  readonly delivery: Delivery;
  /** Where it goes; null when its endpoint is deleted. */
  readonly url: string | null;
}

/** Deliveries as the API shows them, in the order of the ids. @param ids a bounded number */
export async function readDeliveries(
  connection: Connection,
  ids: readonly string[],
): Promise<readonly ReadDelivery[]> {
  const read: ReadDelivery[] = [];
  for (const view of await findDeliveryViews(connection, ids, mostShownAttempts)) {
    const { endpointId, url } = view.delivery;
    const endpoint = url === null ? await findWebhookEndpoint(connection, { endpointId }) : null;
    read.push({
      delivery: deliveryObject(view, endpoint?.status ?? "enabled"),
      url: url ?? endpoint?.url ?? null,
    });
  }
  return read;
}
