import {
  sendTestEvent,
  startWebhookReplay,
  updateWebhookEndpoint,
  webhookReplayObject,
  type WebhookReplayStarted,
} from "@compose-pay/application";
import type { EndpointView } from "@compose-pay/contracts";
import { findWebhookEndpoint, type WebhookEndpointRow } from "@compose-pay/database";
import { done, type Handlers, noSuch, type Outcome, refused, refusedInput } from "../api/handler.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { listEndpoints, listFailingEndpoints, listTargets } from "./endpoint-lists.ts";
import { readEndpointView } from "./endpoint-views.ts";

type EndpointRoutes =
  | "endpoints.list"
  | "endpoints.show"
  | "endpoints.enable"
  | "endpoints.disable"
  | "endpoints.replay"
  | "endpoints.send_test"
  | "targets.list";

export function endpointHandlers(deps: ConsoleDeps): Pick<Handlers, EndpointRoutes> {
  const { clock, database } = deps;
  const { connection } = database;
  const setStatus = statusSetter(deps);
  return {
    "endpoints.list": async ({ input: { app_id: appId, state, after, limit } }) => {
      const asked = { appId, after, limit, now: clock.now() };
      if (state !== "failing") return done(await listEndpoints(connection, { ...asked, status: state }));
      const page = await listFailingEndpoints(connection, asked);
      return page === null ? wrongCursor() : done(page);
    },
    "endpoints.show": async ({ input: { id: endpointId } }) => {
      const endpoint = await findWebhookEndpoint(connection, { endpointId });
      if (endpoint === null) return noSuch("webhook endpoint");
      return done(await readEndpointView(connection, endpoint, clock.now()));
    },
    "endpoints.enable": ({ input: { id } }) => setStatus(id, "enabled"),
    "endpoints.disable": ({ input: { id } }) => setStatus(id, "disabled"),
    "endpoints.replay": async ({ input: { id: endpointId, since }, origin: { requestId: traceId } }) => {
      const started = await startWebhookReplay(deps, { endpointId }, { since, traceId });
      if (started.kind !== "running") return refusedReplay(started);
      const replay = webhookReplayObject(started.replay);
      return done({ replay, is_new: started.isNew }, { after: { replay, is_new: started.isNew } });
    },
    "endpoints.send_test": async ({ input: { id: endpointId }, origin: { requestId: traceId } }) => {
      const sent = await sendTestEvent(deps, { ref: { endpointId }, traceId });
      if (sent.kind === "not_found") return noSuch("webhook endpoint");
      deps.outbox.dispatch([sent.message]);
      const answer = { event_id: sent.event.id };
      return done(answer, { after: answer });
    },
    "targets.list": async ({ input: { app_id: appId, after, limit } }) => {
      const page = await listTargets(connection, { appId, after, limit, now: clock.now() });
      return page === null ? wrongCursor() : done(page);
    },
  };
}

function statusSetter(deps: ConsoleDeps) {
  const { connection } = deps.database;
  return async (endpointId: string, status: WebhookEndpointRow["status"]): Promise<Outcome<EndpointView>> => {
    const before = await findWebhookEndpoint(connection, { endpointId });
    if (before === null) return noSuch("webhook endpoint");
    const updated = await updateWebhookEndpoint(deps, { endpointId }, { status });
    const after = await findWebhookEndpoint(connection, { endpointId });
    if (updated.kind !== "updated" || after === null) return noSuch("webhook endpoint");
    return done(await readEndpointView(connection, after, deps.clock.now()), {
      before: statusOf(before),
      after: statusOf(updated.endpoint),
    });
  };
}

function statusOf({ status, disabledReason }: Pick<WebhookEndpointRow, "status" | "disabledReason">) {
  return { status, disabled_reason: disabledReason };
}

function refusedReplay(started: Exclude<WebhookReplayStarted, { readonly kind: "running" }>) {
  switch (started.kind) {
    case "not_found":
      return noSuch("webhook endpoint");
    case "endpoint_disabled":
      return refused("conflict", "the endpoint is disabled: enable it first");
    case "since_out_of_range":
      return refusedInput("since", `must be between ${started.earliest.toISOString()} and now`);
    case "other_running": {
      const { id, since } = started.replay;
      return refused("conflict", `${id} runs, since ${since.toISOString()}: ask again once it is done`);
    }
    case "too_many":
      return refused(
        "conflict",
        `${started.running.join(" and ")} of the app run: ask again once one is done`,
      );
  }
}
