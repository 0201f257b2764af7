import type { Answering } from "@compose-pay/http";
import type { Express } from "express";
import type { Doors } from "../access/admit.ts";
import { redeliverEventVerb } from "../events/redeliver-event.ts";
import { merchantCall, type TakesBody, type Verb } from "../merchant-call.ts";
import { createWebhookEndpointVerb } from "./create-webhook-endpoint.ts";
import { deleteWebhookEndpointVerb } from "./delete-webhook-endpoint.ts";
import { getReplayVerb } from "./get-replay.ts";
import { getWebhookEndpointVerb } from "./get-webhook-endpoint.ts";
import { listDeliveriesVerb } from "./list-deliveries.ts";
import { listWebhookEndpointsVerb } from "./list-webhook-endpoints.ts";
import { rotateSecretVerb } from "./rotate-secret.ts";
import { sendTestEventVerb } from "./send-test-event.ts";
import { startReplayVerb } from "./start-replay.ts";
import { updateWebhookEndpointVerb } from "./update-webhook-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** The calls by which merchants manage their endpoints and see what was delivered. */
export function addWebhookRoutes(
  app: Express,
  { merchant, doors }: { readonly merchant: Answering; readonly doors: Doors },
  deps: WebhookDeps,
): void {
  const endpoints = "/v1/webhook_endpoints";
  const calls: readonly (readonly ["get" | "post" | "patch" | "delete", string, TakesBody, Verb])[] = [
    ["post", endpoints, "required", createWebhookEndpointVerb(deps)],
    ["get", endpoints, "none", listWebhookEndpointsVerb(deps)],
    ["get", `${endpoints}/{id}`, "none", getWebhookEndpointVerb(deps)],
    ["patch", `${endpoints}/{id}`, "required", updateWebhookEndpointVerb(deps)],
    ["delete", `${endpoints}/{id}`, "none", deleteWebhookEndpointVerb(deps)],
    ["post", `${endpoints}/{id}/rotate_secret`, "optional", rotateSecretVerb(deps)],
    ["post", `${endpoints}/{id}/test`, "optional", sendTestEventVerb(deps)],
    ["get", `${endpoints}/{id}/deliveries`, "none", listDeliveriesVerb(deps)],
    ["post", `${endpoints}/{id}/replay`, "required", startReplayVerb(deps)],
    ["get", `${endpoints}/{id}/replays/{replay_id}`, "none", getReplayVerb(deps)],
    ["post", "/v1/events/{id}/redeliver", "optional", redeliverEventVerb(deps)],
  ];
  for (const [method, path, takesBody, verb] of calls) {
    const name = `${method.toUpperCase()} ${path}`;
    app[method](path.replaceAll(/\{(\w+)\}/g, ":$1"), merchant(name, merchantCall(doors, takesBody, verb)));
  }
}
