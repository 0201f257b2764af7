import { findBill, listBills } from "@compose-pay/database";
import { billAccountParameter, daySchema } from "../bill-parameters.ts";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { billDocument } from "../documents/bill-document.ts";
import { pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "day", "type", "version", "state", "lines", "source", "fault"];

export const billList = defineCommand({
  words: "bill list",
  summary: "list an account's bills with all their versions, newest day first",
  parameters: {
    account: billAccountParameter,
    day: { usage: "--day <day>", help: "of this day of China", schema: daySchema.optional() },
    ...pageParameters,
  },
  run: async (context, { account: accountId, day, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const after = startingAfter === undefined ? undefined : await findBill(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const found = await listBills(connection, { accountId, day, after, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: billDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});
