import {
  approveResolution,
  type ApprovalResult,
  rejectResolution,
  type RejectionResult,
} from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { type CommandResult, failed } from "../command-result.ts";
import { discrepancyParameter, reasonParameter } from "../discrepancy-parameters.ts";
import { resolutionRefused, shown, wrongState } from "../discrepancy-result.ts";
import { byParameter } from "../operator-name.ts";
import { unknownId } from "../outcomes.ts";
import { approvalFromFen } from "../settings/approval-setting.ts";
import { withDatabase } from "../settings/with-database.ts";

export const discrepancyApprove = defineCommand({
  words: "discrepancy approve",
  summary: "agree to what somebody else has decided, and have it done",
  parameters: { id: discrepancyParameter, operator: byParameter },
  run: async (context, approval) => {
    const { clock } = context;
    return withDatabase(context, async (database) => {
      const from = await approvalFromFen(context, database);
      return reportApproval(
        approval.id,
        await approveResolution({ database, clock, approvalFromFen: from }, approval),
      );
    });
  },
});

export const discrepancyReject = defineCommand({
  words: "discrepancy reject",
  summary: "do not agree to what was decided: the discrepancy is open again",
  parameters: { id: discrepancyParameter, reason: reasonParameter, operator: byParameter },
  run: async (context, rejection) =>
    withDatabase(context, async (database) =>
      reportRejection(rejection.id, await rejectResolution({ database, clock: context.clock }, rejection)),
    ),
});

function reportApproval(id: string, result: ApprovalResult): CommandResult {
  switch (result.kind) {
    case "resolved":
      return shown(result.row);
    case "refused":
      return resolutionRefused(result.row, result.reason);
    case "same_person":
      return failed(
        "same_person",
        `${result.row.resolvedBy ?? ""} has decided on ${id} and cannot agree too`,
      );
    case "decider_disabled":
      return failed(
        "decider_disabled",
        `${result.row.resolvedBy ?? ""} has decided on ${id} and may not do so any more: reject it`,
      );
    case "decided_anew":
    case "not_awaiting_approval":
      return wrongState(result.row, "awaiting_approval");
    case "discrepancy_unknown":
      return unknownId("discrepancy", id);
  }
}

function reportRejection(id: string, result: RejectionResult): CommandResult {
  switch (result.kind) {
    case "rejected":
      return shown(result.row);
    case "decided_anew":
    case "not_awaiting_approval":
      return wrongState(result.row, "awaiting_approval");
    case "discrepancy_unknown":
      return unknownId("discrepancy", id);
  }
}
