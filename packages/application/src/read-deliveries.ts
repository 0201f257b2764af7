import type { DeliveryDetail } from "@compose-pay/contracts";
import {
  type Connection,
  findDeliveryViews,
  findWebhookEndpoint,
  type ShownAttempts,
} from "@compose-pay/database";
import { deliveryObject } from "./delivery-object.ts";

/** More than merchants see: all that the ladder has, and what was answered each time. */
const attemptsForOperators: ShownAttempts = { most: 20, responsesOf: "all" };

/** Deliveries as operators read them, in the order of the ids. @param ids a bounded number */
export async function readDeliveries(
  connection: Connection,
  ids: readonly string[],
): Promise<readonly DeliveryDetail[]> {
  const read: DeliveryDetail[] = [];
  for (const view of await findDeliveryViews(connection, ids, attemptsForOperators)) {
    const { endpointId, url } = view.delivery;
    const endpoint = url === null ? await findWebhookEndpoint(connection, { endpointId }) : null;
    read.push({
      ...deliveryObject(view, endpoint?.status ?? "enabled"),
      url: url ?? endpoint?.url ?? null,
    });
  }
  return read;
}
