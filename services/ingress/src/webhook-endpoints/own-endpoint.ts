import { webhookEndpointView, type WebhookEndpointView } from "@compose-pay/application";
import { type Database, type EndpointRef, findWebhookEndpoint } from "@compose-pay/database";
import type { Call } from "../merchant-call.ts";

/** By the ids that were given, and the demo's. */
const endpointId = /^ep_[0-9a-z]{1,29}$/;

/** The endpoint that a call's path names, for the verbs that hold it against its owner; null when it names none. */
export function endpointRef({ caller, id }: Pick<Call, "caller" | "id">): EndpointRef | null {
  const { appId, live } = caller;
  return endpointId.test(id) ? { endpointId: id, owner: { appId, live } } : null;
}

/** The same endpoint, if the key may see it: one of its app, and of its mode. */
export async function findOwnEndpoint(
  { connection }: Pick<Database, "connection">,
  call: Pick<Call, "caller" | "id">,
): Promise<WebhookEndpointView | null> {
  const ref = endpointRef(call);
  const row = ref === null ? null : await findWebhookEndpoint(connection, ref);
  return row === null ? null : webhookEndpointView(row);
}
