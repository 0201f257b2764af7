import { findDiscrepancy } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { discrepancyDocument } from "../documents/discrepancy-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const discrepancyShow = defineCommand({
  words: "discrepancy show",
  summary: "show a discrepancy with its evidence: what stands here and what the channel said",
  parameters: {
    id: { usage: "<id>", help: "the discrepancy's id", schema: idOf("a discrepancy", "dsc") },
  },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const row = await findDiscrepancy(connection, id);
      if (row === null) return unknownId("discrepancy", id);
      const document = { ...discrepancyDocument(row), evidence: row.evidence };
      return done(document, renderFields(document));
    }),
});
