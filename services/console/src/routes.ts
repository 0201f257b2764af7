import { type Answering, giveRequestId, json, notFound } from "@compose-pay/http";
import type { Health } from "@compose-pay/runtime";
import express, { type ErrorRequestHandler, type Express } from "express";
import { dispatch, type Dispatching, routeLabel } from "./api/dispatch.ts";
import { securityHeaders } from "./page/security-headers.ts";
import { pageRoutes } from "./page/page-routes.ts";

export interface RouteParts extends Dispatching {
  readonly answering: Answering;
  readonly health: Health;
}

/** Every address of this service: the API, the page, and its health. */
export function createRoutes(parts: RouteParts): Express {
  const { answering, health } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(giveRequestId);
  app.use(securityHeaders());
  const api = dispatch(parts);
  app.all("/api/:name", (request, response, next) =>
    answering(routeLabel(request.params.name), api)(request, response, next),
  );
  app.get(
    "/healthz",
    answering("GET /healthz", () => Promise.resolve(json(200, { status: "ok" }))),
  );
  app.get(
    "/readyz",
    answering("GET /readyz", async () => {
      const readiness = await health.readiness();
      return json(readiness.status === "unavailable" ? 503 : 200, readiness);
    }),
  );
  app.use(pageRoutes());
  app.use(answering("none", async () => notFound("page")));
  app.use(afterError(answering));
  return app;
}

/** A path that cannot be decoded names nothing; anything else that Express gives up on is a bug. */
function afterError(answering: Answering): ErrorRequestHandler {
  return (error: unknown, request, response, next) =>
    answering("none", async () => {
      if (error instanceof URIError) return notFound("page");
      throw error;
    })(request, response, next);
}
