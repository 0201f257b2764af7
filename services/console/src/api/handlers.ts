import { accountHandlers } from "../accounts/account-handlers.ts";
import { auditHandlers } from "../audit/audit-handlers.ts";
import { breakerHandlers } from "../breakers/breaker-handlers.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { billHandlers } from "../reconciliation/bill-handlers.ts";
import { dashboardHandlers } from "../dashboard/dashboard-handlers.ts";
import { deadLetterHandlers } from "../dead-letters/dead-letter-handlers.ts";
import { discrepancyHandlers } from "../reconciliation/discrepancy-handlers.ts";
import { jobHandlers } from "../jobs/job-handlers.ts";
import { settingHandlers } from "../live-settings/setting-handlers.ts";
import { appEndpointHandlers } from "../merchants/app-endpoint-handlers.ts";
import { appTermsHandlers } from "../merchants/app-terms-handlers.ts";
import { merchantHandlers } from "../merchants/merchant-handlers.ts";
import { notificationHandlers } from "../notifications/notification-handlers.ts";
import { operatorHandlers } from "../operators/operator-handlers.ts";
import { paymentHandlers } from "../payments/payment-handlers.ts";
import { reconciliationHandlers } from "../reconciliation/reconciliation-handlers.ts";
import { refundHandlers } from "../refunds/refund-handlers.ts";
import { statementHandlers } from "../reconciliation/statement-handlers.ts";
import { suspenseHandlers } from "../reconciliation/suspense-handlers.ts";
import { sessionHandlers } from "../session/session-handlers.ts";
import { stuckHandlers } from "../stuck/stuck-handlers.ts";
import { webhookHandlers } from "../webhooks/webhook-handlers.ts";
import type { Handlers } from "./handler.ts";

/** What answers each route of the contract. */
export function createHandlers(deps: ConsoleDeps): Handlers {
  return {
    ...accountHandlers(deps),
    ...appEndpointHandlers(deps),
    ...appTermsHandlers(deps),
    ...auditHandlers(deps),
    ...billHandlers(deps),
    ...breakerHandlers(deps),
    ...dashboardHandlers(deps),
    ...deadLetterHandlers(deps),
    ...discrepancyHandlers(deps),
    ...jobHandlers(deps),
    ...merchantHandlers(deps),
    ...notificationHandlers(deps),
    ...operatorHandlers(deps),
    ...paymentHandlers(deps),
    ...reconciliationHandlers(deps),
    ...refundHandlers(deps),
    ...sessionHandlers(deps),
    ...statementHandlers(deps),
    ...settingHandlers(deps),
    ...suspenseHandlers(deps),
    ...stuckHandlers(deps),
    ...webhookHandlers(deps),
  };
}
