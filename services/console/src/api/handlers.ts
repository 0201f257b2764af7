import type { ConsoleDeps } from "../console-deps.ts";
import { jobHandlers } from "../jobs/job-handlers.ts";
import { operatorHandlers } from "../operators/operator-handlers.ts";
import { billHandlers } from "../reconciliation/bill-handlers.ts";
import { discrepancyHandlers } from "../reconciliation/discrepancy-handlers.ts";
import { reconciliationHandlers } from "../reconciliation/reconciliation-handlers.ts";
import { statementHandlers } from "../reconciliation/statement-handlers.ts";
import { sessionHandlers } from "../session/session-handlers.ts";
import type { Handlers } from "./handler.ts";

/** What answers each route of the contract. */
export function createHandlers(deps: ConsoleDeps): Handlers {
  return {
    ...sessionHandlers(deps),
    ...operatorHandlers(deps),
    ...reconciliationHandlers(deps),
    ...discrepancyHandlers(deps),
    ...billHandlers(deps),
    ...statementHandlers(deps),
    ...jobHandlers(deps),
  };
}
