import { type ResolutionResult, resolveDiscrepancy } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import type { CommandResult } from "../command-result.ts";
import { discrepancyParameter, reasonParameter, resolutionParameter } from "../discrepancy-parameters.ts";
import { resolutionRefused, shown, wrongState } from "../discrepancy-result.ts";
import { byParameter } from "../operator-name.ts";
import { unknownId } from "../outcomes.ts";
import { approvalFromFen } from "../settings/approval-setting.ts";
import { withDatabase } from "../settings/with-database.ts";

export const discrepancyResolve = defineCommand({
  words: "discrepancy resolve",
  summary: "decide on a discrepancy; from approval_from_fen on it waits for a second person",
  parameters: {
    id: discrepancyParameter,
    resolution: resolutionParameter,
    reason: reasonParameter,
    operator: byParameter,
  },
  run: async (context, decision) => {
    const { clock } = context;
    return withDatabase(context, async (database) => {
      const from = await approvalFromFen(context, database);
      return report(
        decision.id,
        await resolveDiscrepancy({ database, clock, approvalFromFen: from }, decision),
      );
    });
  },
});

function report(id: string, result: ResolutionResult): CommandResult {
  switch (result.kind) {
    case "resolved":
      return shown(result.row);
    case "awaiting_approval":
      return shown(
        result.row,
        `Nothing is done yet: somebody else must agree with discrepancy approve ${id}`,
      );
    case "refused":
      return resolutionRefused(result.row, result.reason);
    case "not_open":
      return wrongState(result.row, "open");
    case "discrepancy_unknown":
      return unknownId("discrepancy", id);
  }
}
