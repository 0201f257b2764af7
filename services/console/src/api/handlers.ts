import type { ConsoleDeps } from "../console-deps.ts";
import { operatorHandlers } from "../operators/operator-handlers.ts";
import { paymentHandlers } from "../payments/payment-handlers.ts";
import { refundHandlers } from "../refunds/refund-handlers.ts";
import { sessionHandlers } from "../session/session-handlers.ts";
import type { Handlers } from "./handler.ts";

/** What answers each route of the contract. */
export function createHandlers(deps: ConsoleDeps): Handlers {
  return {
    ...sessionHandlers(deps),
    ...operatorHandlers(deps),
    ...paymentHandlers(deps),
    ...refundHandlers(deps),
  };
}
