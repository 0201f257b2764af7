import { auditHandlers } from "../audit/audit-handlers.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { operatorHandlers } from "../operators/operator-handlers.ts";
import { sessionHandlers } from "../session/session-handlers.ts";
import type { Handlers } from "./handler.ts";

/** What answers each route of the contract. */
export function createHandlers(deps: ConsoleDeps): Handlers {
  return { ...sessionHandlers(deps), ...operatorHandlers(deps), ...auditHandlers(deps) };
}
