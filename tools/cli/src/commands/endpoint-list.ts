import { webhookEndpointView } from "@compose-pay/application";
import { findApp, listAppEndpoints } from "@compose-pay/database";
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
      const found = await listAppEndpoints(connection, { appId, after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, {
        documentOf: (row) => endpointDocument(webhookEndpointView(row)),
        cursorOf: ({ id }) => id,
      });
      return done(page, renderPage(page, columns));
    }),
});
