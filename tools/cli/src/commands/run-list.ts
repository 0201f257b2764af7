import { findRun, listRuns } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { dayOfCommand } from "../day-parameter.ts";
import { runDocument } from "../documents/run-document.ts";
import { idOf, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "day", "account_id", "version", "state", "fault"];

export const runList = defineCommand({
  words: "run list",
  summary: "list reconciliations, newest day first",
  parameters: {
    account: {
      usage: "--account <id>",
      help: "of this account",
      schema: idOf("an account", "acc").optional(),
    },
    from: { usage: "--from <day>", help: "from this day on", schema: dayOfCommand.optional() },
    to: { usage: "--to <day>", help: "up to this day", schema: dayOfCommand.optional() },
    ...pageParameters,
  },
  run: async (context, { account, from, to, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const after = startingAfter === undefined ? undefined : await findRun(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const filter = { channelAccountId: account, fromDay: from, toDay: to, after, limit: limit + 1 };
      const found = await listRuns(connection, filter);
      const page = pageOf(found, limit, { documentOf: runDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
