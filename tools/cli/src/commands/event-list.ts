import { findApp, findSentEvent, listSentEvents, type SentEvent } from "@compose-pay/database";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument, usage } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, isOn, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "timestamp", "type", "sequence", "about"];

export const eventList = defineCommand({
  words: "event list",
  summary: "list an app's events as they were sent, newest first",
  parameters: {
    appId: appParameter,
    live: { usage: "--live", help: "of live payments instead of test payments", schema: isOn },
    ...pageParameters,
  },
  run: async (context, { appId, live, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const log = { appId, live };
      const after =
        startingAfter === undefined ? undefined : await findSentEvent(connection, log, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const found = await listSentEvents(connection, log, { after, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: sentDocument, cursorOf: ({ id }) => id });
      const rows = page.data.map((one) => ({ ...one, about: aboutOf(one) }));
      return done(page, renderPage({ ...page, data: rows }, columns));
    }),
});

/** The body that every delivery has. */
const body = z.looseObject({ data: z.looseObject({ id: z.string().optional() }) });

function sentDocument(event: SentEvent): JsonDocument {
  return body.parse(JSON.parse(event.body));
}

function aboutOf(sent: JsonDocument): string | undefined {
  return body.parse(sent).data.id;
}
