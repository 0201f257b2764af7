import { findApp, listRoutes } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { routeDocument } from "../documents/route-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "method", "priority", "account_id", "min_amount", "max_amount", "enabled"];

export const routeList = defineCommand({
  words: "route list",
  summary: "list which accounts serve an app's methods, newest first",
  parameters: { appId: appParameter, ...pageParameters },
  run: async (context, { appId, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listRoutes(connection, { appId, after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: routeDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
