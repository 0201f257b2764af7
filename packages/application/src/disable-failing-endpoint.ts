import {
  type Connection,
  type DisabledReason,
  disableEndpoint,
  findWebhookEndpoint,
  insertEvent,
  insertOutbox,
} from "@compose-pay/database";
import { type EndpointEvent, endpointDisabledEvent } from "./endpoint-event.ts";

/**
 * Disables an endpoint because of its answers and stores the event about it. For one transaction; the message is
 * dispatched after its commit.
 *
 * @returns null when it is disabled or gone already
 */
export async function disableFailingEndpoint(
  transaction: Connection,
  by: {
    readonly endpointId: string;
    readonly reason: Exclude<DisabledReason, "asked">;
    readonly at: Date;
    readonly traceId: string;
  },
): Promise<EndpointEvent | null> {
  if (!(await disableEndpoint(transaction, by.endpointId, by))) return null;
  const endpoint = await findWebhookEndpoint(transaction, by);
  if (endpoint === null) return null;
  const made = endpointDisabledEvent(endpoint, by);
  await insertEvent(transaction, made.event);
  await insertOutbox(transaction, [made.message]);
  return made;
}
