import {
  awaitedDeliveryObject,
  deliveryAttemptObject,
  deliveryObject,
  type EndpointEvent,
  sendTestEvent,
  shownAttempts,
} from "@compose-pay/application";
import { parseNoParameters } from "@compose-pay/contracts";
import { type DeliveryView, findDeliveryOf, findDeliveryViews } from "@compose-pay/database";
import { type Answer, invalidRequest, json, notFound } from "@compose-pay/http";
import type { Call, Verb } from "../merchant-call.ts";
import { preferredWait } from "../payments/preferred-wait.ts";
import { pollUntil } from "../poll-until.ts";
import { endpointRef } from "./own-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** `POST /v1/webhook_endpoints/{id}/test` */
export function sendTestEventVerb(deps: WebhookDeps): Verb {
  return async (call) => {
    const ref = endpointRef(call);
    if (ref === null) return notFound("webhook endpoint");
    const parsed = parseNoParameters(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const sent = await sendTestEvent(deps, { ref, traceId: call.requestId });
    return sent.kind === "sent" ? answerSent(deps, call, sent) : notFound("webhook endpoint");
  };
}

/** Reads the row: the worker that makes the attempt knows of nobody who waits for it. */
async function answerSent(deps: WebhookDeps, call: Call, sent: EndpointEvent): Promise<Answer> {
  const { event, message } = sent;
  const place = { eventId: event.id, endpointId: call.id };
  deps.outbox.dispatch([message]);
  const { waitMs, headers } = preferredWait(call.prefer);
  const read = () => findDelivery(deps, place);
  const view = deps.room.isFull
    ? await read()
    : await deps.room.stay(() => pollUntil<DeliveryView | null>(null, { isDone: isAttempted, read, waitMs }));
  const attempt = view?.attempts.at(-1);
  if (attempt !== undefined) return json(200, deliveryAttemptObject(attempt, event.id), headers);
  const awaited = view === null ? awaitedDeliveryObject(event, call.id) : deliveryObject(view, "enabled");
  return json(202, awaited, headers);
}

function isAttempted(view: DeliveryView | null): boolean {
  return view !== null && view.attempts.length > 0;
}

async function findDelivery(
  { database: { connection } }: WebhookDeps,
  place: { readonly eventId: string; readonly endpointId: string },
): Promise<DeliveryView | null> {
  const found = await findDeliveryOf(connection, place);
  const [view] = found === null ? [] : await findDeliveryViews(connection, [found.id], shownAttempts);
  return view ?? null;
}
