import type { webhookRoutes } from "@compose-pay/contracts";
import type { HandlersOf } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { deliveryHandlers } from "./delivery-handlers.ts";
import { endpointHandlers } from "./endpoint-handlers.ts";
import { eventHandlers } from "./event-handlers.ts";

/** What goes to merchants: endpoints, deliveries, the lines that they wait in, and events. */
export function webhookHandlers(deps: ConsoleDeps): HandlersOf<typeof webhookRoutes> {
  return { ...endpointHandlers(deps), ...deliveryHandlers(deps), ...eventHandlers(deps) };
}
