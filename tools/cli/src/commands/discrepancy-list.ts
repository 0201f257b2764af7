import { findDiscrepancy, listDiscrepancies } from "@compose-pay/database";
import { discrepancyStates } from "@compose-pay/domain";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { discrepancyFilters } from "../discrepancy-parameters.ts";
import { discrepancyDocument } from "../documents/discrepancy-document.ts";
import { pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = [
  "id",
  "found_at",
  "type",
  "amount",
  "account_id",
  "day",
  "payment_id",
  "attempt_id",
  "refund_id",
];
const states = discrepancyStates.join(", ");

export const discrepancyList = defineCommand({
  words: "discrepancy list",
  summary: "list the differences between what is written here and what a channel said, newest first",
  parameters: {
    state: {
      usage: "--state <state>",
      help: `one of ${states} (default open)`,
      schema: z.enum(discrepancyStates, `must be one of ${states}`).default("open"),
    },
    ...discrepancyFilters,
    ...pageParameters,
  },
  run: async (context, { run: runId, account: channelAccountId, day, limit, startingAfter, ...filter }) =>
    withDatabase(context, async ({ connection }) => {
      if (runId !== undefined && (channelAccountId ?? day) !== undefined)
        return usage("--run", "cannot be combined with --account or --day: a run is of one account and day");
      const after =
        startingAfter === undefined ? undefined : await findDiscrepancy(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const of = runId === undefined ? { channelAccountId, day } : { runId };
      const asked = { ...filter, of, after, limit: limit + 1 };
      const found = await listDiscrepancies(connection, asked);
      const page = pageOf(found, limit, { documentOf: discrepancyDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
