import { redeliverEvent } from "@compose-pay/application";
import { type Delivery, type List, parseRedeliverEvent } from "@compose-pay/contracts";
import type { Database } from "@compose-pay/database";
import type { Clock, Logger } from "@compose-pay/runtime";
import { type Answer, invalidRequest, json, notFound } from "../http/answer.ts";
import type { Verb } from "../merchant-call.ts";

const eventId = /^evt_[0-9a-z]{26}$/;

interface RedeliverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `POST /v1/events/{id}/redeliver` */
export function redeliverEventVerb(deps: RedeliverDeps): Verb {
  return async ({ caller, id, body, requestId }) => {
    if (!eventId.test(id)) return notFound("event");
    const parsed = parseRedeliverEvent(body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { appId, live } = caller;
    const request = { eventId: id, owner: { appId, live }, endpointId: parsed.value.endpoint_id };
    const redelivered = await redeliverEvent(deps, request);
    switch (redelivered.kind) {
      case "redelivered":
        deps.logger.info({ event_id: id, app_id: appId, trace_id: requestId }, "an event is delivered again");
        return json(202, listOfAll(redelivered.deliveries));
      case "event_unknown":
        return notFound("event");
      case "endpoint_unknown":
        return endpointFault("must be the id of a webhook endpoint of the app, in the event's mode");
      case "endpoint_disabled":
        return endpointFault("must be the id of an endpoint that is enabled");
    }
  };
}

/** An event goes to so few places that one page holds them. */
function listOfAll(data: readonly Delivery[]): List<Delivery> {
  return { object: "list", data, has_more: false, next_cursor: null };
}

function endpointFault(message: string): Answer {
  return invalidRequest([{ path: "endpoint_id", message }]);
}
