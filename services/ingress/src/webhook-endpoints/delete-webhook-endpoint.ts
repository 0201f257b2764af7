import { deleteWebhookEndpoint } from "@compose-pay/application";
import type { DeletedWebhookEndpoint } from "@compose-pay/contracts";
import { json, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { endpointRef } from "./own-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** `DELETE /v1/webhook_endpoints/{id}` */
export function deleteWebhookEndpointVerb(deps: WebhookDeps): Verb {
  return async (call) => {
    const ref = endpointRef(call);
    const deleted = ref === null ? null : await deleteWebhookEndpoint(deps, ref);
    if (ref === null || deleted?.kind !== "deleted") return notFound("webhook endpoint");
    const { appId } = call.caller;
    deps.logger.info(
      { endpoint_id: ref.endpointId, app_id: appId, trace_id: call.requestId },
      "webhook endpoint deleted",
    );
    const gone: DeletedWebhookEndpoint = { id: ref.endpointId, object: "webhook_endpoint", deleted: true };
    return json(200, gone);
  };
}
