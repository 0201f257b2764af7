import { countRunDiscrepancies, findRun, hasOpenSuspense } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { runDocument } from "../documents/run-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { renderCounts, renderSummary } from "../render/render-run.ts";
import { withDatabase } from "../settings/with-database.ts";

export const runShow = defineCommand({
  words: "run show",
  summary: "show a reconciliation: how far it is, its sums on both sides, and what of it is open",
  parameters: {
    id: { usage: "<id>", help: "the run's id", schema: idOf("a run", "run") },
  },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const run = await findRun(connection, id);
      if (run === null) return unknownId("run", id);
      const { all, unresolved } = await countRunDiscrepancies(connection, id);
      const open = { discrepancies: all, unresolved, has_suspended: await hasOpenSuspense(connection, id) };
      const fields = { ...runDocument(run), ...open };
      // because a run's counts are what the worker wrote: numbers by class, for each side
      const counts = run.counts as Parameters<typeof renderCounts>[0];
      const text = [renderFields(fields), renderCounts(counts), renderSummary(run.summary)].filter(Boolean);
      return done({ ...fields, counts, summary: run.summary }, text.join("\n\n"));
    }),
});
