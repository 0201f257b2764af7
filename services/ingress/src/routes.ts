import type { OpenApiDocument } from "@compose-pay/contracts";
import { type Answering, giveRequestId, json, jsonText, notFound, type Work } from "@compose-pay/http";
import type { Health } from "@compose-pay/runtime";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Doors } from "./access/admit.ts";
import { docsRoutes } from "./docs/docs-routes.ts";
import { getEventVerb } from "./events/get-event.ts";
import { listEventsVerb } from "./events/list-events.ts";
import { merchantCall } from "./merchant-call.ts";
import { listMethodsVerb } from "./methods/list-methods.ts";
import { type NotificationDeps, receiveNotification } from "./notifications/receive-notification.ts";
import { closePaymentVerb } from "./payments/close-payment.ts";
import { createAttemptVerb } from "./payments/create-attempt.ts";
import { type CreatePaymentDeps, createPaymentVerb } from "./payments/create-payment.ts";
import { getPaymentVerb, type GetPaymentDeps } from "./payments/get-payment.ts";
import { listPaymentsVerb } from "./payments/list-payments.ts";
import { createRefundVerb } from "./refunds/create-refund.ts";
import { getRefundVerb } from "./refunds/get-refund.ts";
import { listRefundsVerb } from "./refunds/list-refunds.ts";
import type { RefundDeps } from "./refunds/refund-deps.ts";
import { getStatementVerb, type StatementDeps } from "./statements/get-statement.ts";
import type { WebhookDeps } from "./webhook-endpoints/webhook-deps.ts";
import { addWebhookRoutes } from "./webhook-endpoints/webhook-routes.ts";

/** By who calls; each has a bound of its own on calls at one time. */
export interface Answerings {
  readonly merchant: Answering;
  readonly channel: Answering;
  readonly everybody: Answering;
}

export interface RouteParts {
  readonly answerings: Answerings;
  readonly doors: Doors;
  readonly verbs: CreatePaymentDeps & GetPaymentDeps;
  readonly refundVerbs: RefundDeps;
  readonly statements: StatementDeps;
  readonly webhookVerbs: WebhookDeps;
  readonly notifications: NotificationDeps;
  readonly openApi: OpenApiDocument;
  readonly health: Health;
}

/** Every address of this service. */
export function createRoutes(parts: RouteParts): Express {
  const { merchant, channel, everybody } = parts.answerings;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(giveRequestId);
  addMerchantRoutes(app, parts);
  addWebhookRoutes(app, { merchant, doors: parts.doors }, parts.webhookVerbs);
  app.post(
    "/channels/:channel/:id/notify",
    channel("POST /channels/{channel}/{id}/notify", receiveNotification(parts.notifications)),
  );
  addPublicRoutes(app, parts);
  // What the API does not have is told behind its doors, with the rate limit like every answer.
  const noSuchCallOfApi = merchantCall(parts.doors, "none", noSuchCall);
  app.use("/v1", merchant("none", noSuchCallOfApi));
  app.use("/v1", afterError(merchant, noSuchCallOfApi));
  app.use(everybody("none", noSuchCall));
  app.use(afterError(everybody, noSuchCall));
  return app;
}

const noSuchCall = async () => notFound("call");

/** A path that cannot be decoded names nothing; anything else that Express gives up on is a bug. */
function afterError(answering: Answering, undecodable: Work): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const work: Work = async (exchange) => {
      if (error instanceof URIError) return undecodable(exchange);
      throw error;
    };
    return answering("none", work)(request, response, next);
  };
}

function addMerchantRoutes(app: Express, parts: RouteParts): void {
  const { answerings, doors, verbs, refundVerbs, statements } = parts;
  const { merchant } = answerings;
  const create = merchantCall(doors, "required", createPaymentVerb(verbs));
  const close = merchantCall(doors, "optional", closePaymentVerb(verbs));
  app.post("/v1/payments", merchant("POST /v1/payments", create));
  const attempt = merchantCall(doors, "required", createAttemptVerb(verbs));
  app.post("/v1/payments/:id/attempts", merchant("POST /v1/payments/{id}/attempts", attempt));
  app.post("/v1/payments/:id/close", merchant("POST /v1/payments/{id}/close", close));
  const refund = merchantCall(doors, "required", createRefundVerb(refundVerbs));
  app.post("/v1/refunds", merchant("POST /v1/refunds", refund));
  const readings = [
    ["/v1/payments", listPaymentsVerb(verbs)],
    ["/v1/payments/:id", getPaymentVerb(verbs)],
    ["/v1/refunds", listRefundsVerb(refundVerbs)],
    ["/v1/refunds/:id", getRefundVerb(refundVerbs)],
    ["/v1/methods", listMethodsVerb(verbs)],
    ["/v1/events", listEventsVerb(verbs)],
    ["/v1/events/:id", getEventVerb(verbs)],
    ["/v1/statements/:id", getStatementVerb(statements)],
  ] as const;
  for (const [path, verb] of readings) {
    const name = `GET ${path.replace(":id", "{id}")}`;
    app.get(path, merchant(name, merchantCall(doors, "none", verb)));
  }
}

function addPublicRoutes(app: Express, { answerings, openApi, health }: RouteParts): void {
  const { everybody } = answerings;
  const document = JSON.stringify(openApi);
  app.get(
    "/openapi.json",
    everybody("GET /openapi.json", () => Promise.resolve(jsonText(200, document))),
  );
  app.use("/docs", docsRoutes());
  app.get(
    "/healthz",
    everybody("GET /healthz", () => Promise.resolve(json(200, { status: "ok" }))),
  );
  app.get(
    "/readyz",
    everybody("GET /readyz", async () => {
      const readiness = await health.readiness();
      return json(readiness.status === "unavailable" ? 503 : 200, readiness);
    }),
  );
}
