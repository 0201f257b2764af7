import { findDiscrepancy } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { discrepancyParameter } from "../discrepancy-parameters.ts";
import { shown } from "../discrepancy-result.ts";
import { unknownId } from "../outcomes.ts";
import { withDatabase } from "../settings/with-database.ts";

export const discrepancyShow = defineCommand({
  words: "discrepancy show",
  summary: "show a discrepancy with its evidence: what stands here beside what the channel said",
  parameters: { id: discrepancyParameter },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const row = await findDiscrepancy(connection, id);
      return row === null ? unknownId("discrepancy", id) : shown(row);
    }),
});
