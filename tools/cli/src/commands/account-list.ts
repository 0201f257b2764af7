import { listChannelAccounts } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { accountDocument } from "../documents/account-document.ts";
import { pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "channel", "name", "live", "enabled", "base_url", "notification_path"];

export const accountList = defineCommand({
  words: "account list",
  summary: "list the channel accounts, newest first, without their credentials",
  parameters: pageParameters,
  run: async (context, { limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const found = await listChannelAccounts(connection, { after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: accountDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
