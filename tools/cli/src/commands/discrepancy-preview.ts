import { previewResolution, type ResolutionPreview } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { discrepancyParameter, resolutionParameter } from "../discrepancy-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { approvalFromFen } from "../settings/approval-setting.ts";
import { withDatabase } from "../settings/with-database.ts";

export const discrepancyPreview = defineCommand({
  words: "discrepancy preview",
  summary: "say what a resolution would do as things stand now; nothing is changed",
  parameters: { id: discrepancyParameter, resolution: resolutionParameter },
  run: async (context, { id, resolution }) =>
    withDatabase(context, async (database) => {
      const from = await approvalFromFen(context, database);
      const preview = await previewResolution({ database, approvalFromFen: from }, { id, resolution });
      if (preview.kind === "discrepancy_unknown") return unknownId("discrepancy", id);
      const document = { ...previewDocument(preview), resolution };
      return done(document, renderFields(document));
    }),
});

function previewDocument({ row, decision, does, leaves }: ResolutionPreview): JsonDocument {
  const isAllowed = decision.kind === "allowed";
  return {
    object: "resolution_preview",
    id: row.id,
    type: row.type,
    state: row.state,
    allowed: isAllowed,
    refusal: isAllowed ? null : decision.reason,
    does,
    left_to_do: leaves,
    needs_approval: isAllowed ? decision.needsApproval : null,
    effects: isAllowed ? decision.effects : [],
  };
}
