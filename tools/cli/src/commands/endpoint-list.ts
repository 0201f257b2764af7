import { webhookEndpointView } from "@compose-pay/application";
import { type Connection, findApp, listWebhookEndpoints } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { endpointDocument } from "../documents/endpoint-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "live", "status", "disabled_reason", "event_types", "rate_limit", "url"];

export const endpointList = defineCommand({
  words: "endpoint list",
  summary: "list an app's webhook endpoints, those for live and for test payments, newest first",
  parameters: { appId: appParameter, ...pageParameters },
  run: async (context, { appId, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listBoth(connection, appId, { after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, {
        documentOf: (row) => endpointDocument(webhookEndpointView(row)),
        cursorOf: ({ id }) => id,
      });
      return done(page, renderPage(page, columns));
    }),
});

async function listBoth(
  connection: Connection,
  appId: string,
  page: { readonly after: string | undefined; readonly limit: number },
) {
  const test = await listWebhookEndpoints(connection, { appId, live: false }, page);
  const live = await listWebhookEndpoints(connection, { appId, live: true }, page);
  return [...test, ...live].toSorted((one, other) => (one.id < other.id ? 1 : -1));
}
