import { type DiscrepancyRow, findDiscrepancy, listDiscrepancies } from "@compose-pay/database";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { discrepancyDocument } from "../documents/discrepancy-document.ts";
import { pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const states = ["open", "resolved"] as const;
const columns = ["id", "found_at", "type", "account_id", "payment_id", "attempt_id", "refund_id"];

export const discrepancyList = defineCommand({
  words: "discrepancy list",
  summary: "list the differences between what is written here and what a channel said, newest first",
  parameters: {
    state: {
      usage: "--state <state>",
      help: `one of ${states.join(", ")} (default open)`,
      schema: z.enum(states, `must be one of ${states.join(", ")}`).default("open"),
    },
    type: {
      usage: "--type <type>",
      help: "of this type, such as amount_differs",
      schema: z
        .string()
        .regex(/^[a-z_]{1,32}$/, "must be a type, such as amount_differs")
        .optional(),
    },
    ...pageParameters,
  },
  run: async (context, { state, type, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const after =
        startingAfter === undefined ? undefined : await findDiscrepancy(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      // because a type that nothing has finds nothing
      const known = type as DiscrepancyRow["type"] | undefined;
      const found = await listDiscrepancies(connection, { state, type: known, after, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: discrepancyDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
