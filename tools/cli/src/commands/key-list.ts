import { findApp, listApiKeys } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { keyDocument } from "../documents/key-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "live", "hint", "created_at", "revoked_at"];

export const keyList = defineCommand({
  words: "key list",
  summary: "list the keys of an app, newest first",
  parameters: { appId: appParameter, ...pageParameters },
  run: async (context, { appId, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listApiKeys(connection, { appId, after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: keyDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
