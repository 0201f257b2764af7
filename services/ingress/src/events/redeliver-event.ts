import { type EventRedelivered, redeliverEvent } from "@compose-pay/application";
import { type Delivery, type List, parseRedeliverEvent } from "@compose-pay/contracts";
import type { Database } from "@compose-pay/database";
import { type Answer, invalidRequest, json, notFound, problem, retryAfter } from "@compose-pay/http";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { Call, Verb } from "../merchant-call.ts";
import { createCountByApp } from "../count-by-app.ts";

const eventId = /^evt_[0-9a-z]{26}$/;

interface RedeliverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Redeliveries of one app that a process works on at one time. Each holds a connection, so that more of them would keep
 * other merchants' payments waiting for one.
 */
const mostUnderWay = 2;

const tooMany = problem("rate_limited", "too many redeliveries of the app are under way", retryAfter(1));

/** `POST /v1/events/{id}/redeliver` */
export function redeliverEventVerb(deps: RedeliverDeps): Verb {
  const underWay = createCountByApp(mostUnderWay);
  return async (call) => {
    const { caller, id, body } = call;
    if (!eventId.test(id)) return notFound("event");
    const parsed = parseRedeliverEvent(body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { appId, live } = caller;
    const request = { eventId: id, owner: { appId, live }, endpointId: parsed.value.endpoint_id };
    if (!underWay.begin(appId)) return tooMany;
    try {
      return answerOf(deps, call, await redeliverEvent(deps, request));
    } finally {
      underWay.end(appId);
    }
  };
}

function answerOf(
  { logger }: RedeliverDeps,
  { caller, id, requestId }: Call,
  redelivered: EventRedelivered,
): Answer {
  const fields = { event_id: id, app_id: caller.appId, trace_id: requestId };
  switch (redelivered.kind) {
    case "redelivered":
      logger.info(fields, "an event is delivered again");
      return json(202, listOfAll(redelivered.deliveries));
    case "event_unknown":
      return notFound("event");
    case "endpoint_unknown":
      return endpointFault("must be the id of a webhook endpoint of the app, in the event's mode");
    case "endpoint_disabled":
      return endpointFault("must be the id of an endpoint that is enabled");
    case "endpoint_not_meant":
      return endpointFault("must be the id of an endpoint that the event may go to");
    case "event_locked":
      return problem("rate_limited", "the event is being delivered at this moment", retryAfter(1));
  }
}

/** An event goes to so few places that one page holds them. */
function listOfAll(data: readonly Delivery[]): List<Delivery> {
  return { object: "list", data, has_more: false, next_cursor: null };
}

function endpointFault(message: string): Answer {
  return invalidRequest([{ path: "endpoint_id", message }]);
}
