import { parseListEventsQuery } from "@compose-pay/contracts";
import { type Database, findSentEvent, listSentEvents } from "@compose-pay/database";
import { invalidRequest, jsonText, listOf, unknownCursor } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";

/** `GET /v1/events`: each event is in the page as the very text that webhooks carry. */
export function listEventsVerb({ database }: { readonly database: Database }): Verb {
  return async ({ caller, query }) => {
    const parsed = parseListEventsQuery(query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { limit, starting_after: cursor } = parsed.value;
    const after = cursor === undefined ? undefined : await findSentEvent(database.connection, caller, cursor);
    if (after === null) return unknownCursor("event");
    const rows = await listSentEvents(database.connection, caller, { after, limit: limit + 1 });
    const page = listOf(rows, limit, { idOf: ({ id }) => id, show: ({ body }) => body });
    const { data, ...frame } = page;
    return jsonText(200, `{"data":[${data.join(",")}],${JSON.stringify(frame).slice(1)}`);
  };
}
