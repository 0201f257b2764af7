import type { z } from "zod";
import { accountRoutes } from "./account-routes.ts";
import { appEndpointRoutes } from "./app-endpoint-routes.ts";
import { appTermsRoutes } from "./app-terms-routes.ts";
import { auditRoutes } from "./audit-routes.ts";
import { breakerRoutes } from "./breaker-routes.ts";
import type { AnswerShape, ConsoleRoute, ConsoleRouteKind } from "./console-route.ts";
import { billRoutes } from "./bill-routes.ts";
import { dashboardRoutes } from "./dashboard-routes.ts";
import { deadLetterRoutes } from "./dead-letter-routes.ts";
import { discrepancyRoutes } from "./discrepancy-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { merchantRoutes } from "./merchant-routes.ts";
import { notificationRoutes } from "./notification-routes.ts";
import { operatorRoutes } from "./operator-routes.ts";
import { paymentRoutes } from "./payment-routes.ts";
import { reconciliationRoutes } from "./reconciliation-routes.ts";
import { refundRoutes } from "./refund-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { statementRoutes } from "./statement-routes.ts";
import { suspenseRoutes } from "./suspense-routes.ts";
import { settingRoutes } from "./setting-routes.ts";
import { stuckRoutes } from "./stuck-routes.ts";
import { webhookRoutes } from "./webhook-routes.ts";

/** Every call of the console's API by its name, which is also the end of its path: `/api/payments.list`. */
export const consoleRoutes = {
  ...accountRoutes,
  ...appEndpointRoutes,
  ...appTermsRoutes,
  ...auditRoutes,
  ...billRoutes,
  ...breakerRoutes,
  ...dashboardRoutes,
  ...deadLetterRoutes,
  ...discrepancyRoutes,
  ...jobRoutes,
  ...merchantRoutes,
  ...notificationRoutes,
  ...operatorRoutes,
  ...paymentRoutes,
  ...reconciliationRoutes,
  ...refundRoutes,
  ...sessionRoutes,
  ...statementRoutes,
  ...settingRoutes,
  ...suspenseRoutes,
  ...stuckRoutes,
  ...webhookRoutes,
} as const;

type Routes = typeof consoleRoutes;

export type ConsoleRouteName = keyof Routes;

/** The names of the routes of these kinds. */
export type ConsoleRouteNameOf<Kind extends ConsoleRouteKind> = {
  [Name in ConsoleRouteName]: Routes[Name]["kind"] extends Kind ? Name : never;
}[ConsoleRouteName];

/** What the page sends. */
export type ConsoleInput<Name extends ConsoleRouteName> = z.input<Routes[Name]["input"]>;

/** What a handler gets: parsed. */
export type ConsoleParsed<Name extends ConsoleRouteName> = z.output<Routes[Name]["input"]>;

export type ConsoleAnswer<Name extends ConsoleRouteName> =
  Routes[Name]["answer"] extends AnswerShape<infer Answer> ? Answer : never;

export const consoleRouteNames = Object.keys(consoleRoutes).filter(
  (name): name is ConsoleRouteName => name in consoleRoutes,
);

export function consoleRouteOf(name: ConsoleRouteName): ConsoleRoute {
  return consoleRoutes[name];
}
