import { findRefund, listRefunds } from "@compose-pay/database";
import { refundStates } from "@compose-pay/domain";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { refundDocument } from "../documents/refund-document.ts";
import { pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "refund_no", "kind", "amount", "payment_id", "account_id", "failure", "created_at"];
const states = refundStates.join(", ");

export const refundList = defineCommand({
  words: "refund list",
  summary: "list the refunds of one state, newest first: the abnormal ones wait for an operator",
  parameters: {
    state: {
      usage: "--state <state>",
      help: `one of ${states} (default abnormal)`,
      schema: z.enum(refundStates, `must be one of ${states}`).default("abnormal"),
    },
    ...pageParameters,
  },
  run: async (context, { state, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const after = startingAfter === undefined ? undefined : await findRefund(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const asked = { states: [state], after: after?.refund, limit: limit + 1 };
      const found = await listRefunds(connection, asked);
      const page = pageOf(found, limit, { documentOf: refundDocument, cursorOf: ({ refund }) => refund.id });
      return done(page, renderPage(page, columns));
    }),
});
