import {
  type Database,
  type EndpointRef,
  findWebhookEndpoint,
  insertEvent,
  insertOutbox,
  inTransaction,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { type EndpointEvent, webhookTestEvent } from "./endpoint-event.ts";

/** `sent`: stored, and its message waits to be dispatched. */
export type TestEventSent = ({ readonly kind: "sent" } & EndpointEvent) | { readonly kind: "not_found" };

/** Has a `webhook.test` event delivered to an endpoint, once, whatever its status and its circuit. */
export async function sendTestEvent(
  deps: { readonly database: Database; readonly clock: Clock },
  { ref, traceId }: { readonly ref: EndpointRef; readonly traceId: string },
): Promise<TestEventSent> {
  const endpoint = await findWebhookEndpoint(deps.database.connection, ref);
  if (endpoint === null) return { kind: "not_found" };
  const made = webhookTestEvent(endpoint, { traceId, at: deps.clock.now() });
  await inTransaction(deps.database, async (transaction) => {
    await insertEvent(transaction, made.event);
    await insertOutbox(transaction, [made.message]);
  });
  return { kind: "sent", ...made };
}
