import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  endpointVersion,
  rotateEndpointSecret,
  updateWebhookEndpoint,
  urlRule,
  type WebhookEndpointView,
  webhookEndpointObject,
  webhookEndpointView,
} from "@compose-pay/application";
import type { appEndpointRoutes, AppEndpointView } from "@compose-pay/contracts";
import { findApp, findWebhookEndpoint, listAppEndpoints } from "@compose-pay/database";
import type { UrlRefusal } from "@compose-pay/webhooks";
import { done, type HandlersOf, noSuch, refused, type Refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { rotatedMeanwhile } from "./rotated-meanwhile.ts";

/** The webhook endpoints of an app; their URLs pass the same guard as in the merchants' API. */
export function appEndpointHandlers(deps: ConsoleDeps): HandlersOf<typeof appEndpointRoutes> {
  const { connection } = deps.database;
  const viewOf = (endpoint: WebhookEndpointView) => appEndpointView(endpoint, deps.clock.now());
  const find = async (id: string) => {
    const row = await findWebhookEndpoint(connection, { endpointId: id });
    return row === null ? null : viewOf(webhookEndpointView(row));
  };
  return {
    "app_endpoints.list": async ({ input: { app_id: appId, after, limit } }) => {
      if ((await findApp(connection, appId)) === null) return noSuch("app");
      const rows = await listAppEndpoints(connection, { appId, after, limit: limit + 1 });
      const show = (row: (typeof rows)[number]) => viewOf(webhookEndpointView(row));
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show }));
    },
    "app_endpoints.create": async ({ input: { app_id: appId, live, ...parameters } }) => {
      const created = await createWebhookEndpoint(deps, { appId, live, parameters });
      switch (created.kind) {
        case "app_unknown":
          return noSuch("app");
        case "url_refused":
          return urlRefused(created.refusal);
        case "too_many":
          return refused("conflict", `the app has ${created.most} of these, which is the most`);
        case "created": {
          const endpoint = viewOf(created.endpoint);
          return done({ endpoint, secret: created.secret }, { subject: endpoint.id, after: endpoint });
        }
      }
    },
    "app_endpoints.update": async ({ input: { id, expected_version: expectedVersion, ...change } }) => {
      const before = await find(id);
      if (before === null) return noSuch("endpoint");
      const updated = await updateWebhookEndpoint(deps, { endpointId: id }, { ...change, expectedVersion });
      switch (updated.kind) {
        case "not_found":
          return noSuch("endpoint");
        case "url_refused":
          return urlRefused(updated.refusal);
        case "updated": {
          const after = viewOf(updated.endpoint);
          return done(after, { before, after });
        }
      }
    },
    "app_endpoints.delete": async ({ input: { id } }) => {
      const before = await find(id);
      const deleted = await deleteWebhookEndpoint(deps, { endpointId: id });
      return deleted.kind === "not_found" ? noSuch("endpoint") : done(null, { before });
    },
    "app_endpoints.rotate_secret": async ({ input: { id, previous_secret_until: previousUntil } }) => {
      const before = await find(id);
      const rotated = await rotateEndpointSecret(deps, { endpointId: id }, { previousUntil });
      if (rotated.kind === "rotated_meanwhile") return rotatedMeanwhile;
      if (rotated.kind === "not_found") return noSuch("endpoint");
      const endpoint = viewOf(rotated.endpoint);
      return done({ endpoint, secret: rotated.secret }, { before, after: endpoint });
    },
  };
}

function appEndpointView(endpoint: WebhookEndpointView, now: Date): AppEndpointView {
  const { previousUntil: until } = endpoint;
  return {
    ...webhookEndpointObject(endpoint),
    version: endpointVersion(endpoint),
    app_id: endpoint.appId,
    disabled_at: endpoint.disabledAt?.toISOString() ?? null,
    previous_secret_until: until !== null && until > now ? until.toISOString() : null,
  };
}

function urlRefused(refusal: UrlRefusal): Refused {
  const message = urlRule(refusal);
  return {
    ...refused("url_not_allowed", `url ${message}; nothing was stored`),
    errors: [{ path: "url", message }],
  };
}
