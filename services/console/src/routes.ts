import { type Answering, giveRequestId, json, notFound } from "@compose-pay/http";
import type { Health } from "@compose-pay/runtime";
import express, { type ErrorRequestHandler, type Express } from "express";
import { readSessionCookie } from "./access/session-cookie.ts";
import { dispatch, type Dispatching, isOpenToStrangers, isUpload, routeLabel } from "./api/dispatch.ts";
import { cutOffLateBodies } from "./api/late-bodies.ts";
import { securityHeaders } from "./page/security-headers.ts";
import { pageRoutes } from "./page/page-routes.ts";

/** By who calls; each has a bound of its own on calls at one time. */
export interface Answerings {
  /** Whoever shows a session, which is looked at before anything of the call is read. */
  readonly operator: Answering;
  /** The same with a file, which is on its way for longer. */
  readonly upload: Answering;
  readonly stranger: Answering;
  /** Health, which must be told however many calls there are. */
  readonly everybody: Answering;
}

export interface RouteParts extends Dispatching {
  readonly answerings: Answerings;
  readonly health: Health;
}

/** Every address of this service: the API, the page, and its health. */
export function createRoutes(parts: RouteParts): Express {
  const { answerings, health } = parts;
  const { operator, upload, stranger, everybody } = answerings;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(giveRequestId);
  app.use(securityHeaders());
  app.use(cutOffLateBodies());
  const api = dispatch(parts);
  app.all("/api/:name", (request, response, next) => {
    const { name } = request.params;
    const isOperator = readSessionCookie(request) !== null && !isOpenToStrangers(name);
    const known = isUpload(name) ? upload : operator;
    return (isOperator ? known : stranger)(routeLabel(name), api)(request, response, next);
  });
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
  app.use(pageRoutes());
  app.use(everybody("none", async () => notFound("page")));
  app.use(afterError(everybody));
  return app;
}

/** What a client has made Express give up on names nothing; anything else is a bug. */
function afterError(answering: Answering): ErrorRequestHandler {
  return (error: unknown, request, response, next) =>
    answering("none", async () => {
      if (error instanceof URIError || isClientFault(error)) return notFound("page");
      throw error;
    })(request, response, next);
}

/** As `send` and `serve-static` say it. */
function isClientFault(error: unknown): boolean {
  return (
    error instanceof Error && "status" in error && typeof error.status === "number" && error.status < 500
  );
}
