import { startWebhookReplay, webhookReplayObject } from "@compose-pay/application";
import { longestReplayDays, parseCreateWebhookReplay } from "@compose-pay/contracts";
import { type Answer, invalidRequest, json, notFound, problem, retryAfter } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { endpointRef } from "./own-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** A replay of a day takes some seconds. */
const tooManyRetrySeconds = 5;

/** `POST /v1/webhook_endpoints/{id}/replay` */
export function startReplayVerb(deps: WebhookDeps): Verb {
  return async (call) => {
    const ref = endpointRef(call);
    if (ref === null) return notFound("webhook endpoint");
    const parsed = parseCreateWebhookReplay(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const asked = { since: parsed.value.since, traceId: call.requestId };
    const started = await startWebhookReplay(deps, ref, asked);
    switch (started.kind) {
      case "running":
        return json(202, webhookReplayObject(started.replay));
      case "not_found":
        return notFound("webhook endpoint");
      case "endpoint_disabled":
        return invalidRequest([{ path: "", message: "needs an endpoint that is enabled" }]);
      case "since_out_of_range":
        return sinceFault(`must be at most ${longestReplayDays} days ago and not in the future`);
      case "too_many":
        return problem(
          "rate_limited",
          `the app has as many replays running as it may: ${started.running.join(", ")}`,
          retryAfter(tooManyRetrySeconds),
        );
      case "other_running":
        return sinceFault(
          `must be ${started.replay.since.toISOString()} or later until the replay ${started.replay.id} is done`,
        );
    }
  };
}

function sinceFault(message: string): Answer {
  return invalidRequest([{ path: "since", message }]);
}
