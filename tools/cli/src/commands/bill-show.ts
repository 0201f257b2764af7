import { findBill } from "@compose-pay/database";
import { billParameter } from "../bill-parameters.ts";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { wholeBillDocument } from "../documents/bill-document.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const billShow = defineCommand({
  words: "bill show",
  summary: "show a bill with its sums in fen, or why it was rejected",
  parameters: { id: billParameter },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const row = await findBill(connection, id);
      if (row === null) return unknownId("bill", id);
      const document = wholeBillDocument(row);
      return done(document, renderFields(document));
    }),
});
