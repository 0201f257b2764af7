import { type Database, findSentEvent } from "@compose-pay/database";
import { jsonText, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";

const eventId = /^evt_[0-9a-z]{26}$/;

/** `GET /v1/events/{id}`: the very text that webhooks carry. */
export function getEventVerb({ database }: { readonly database: Database }): Verb {
  return async ({ caller, id }) => {
    if (!eventId.test(id)) return notFound("event");
    const event = await findSentEvent(database.connection, caller, id);
    return event === null ? notFound("event") : jsonText(200, event.body);
  };
}
