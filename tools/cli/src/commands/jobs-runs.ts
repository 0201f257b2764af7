import { findJobRun, type JobRunRow, listJobRuns } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument, usage } from "../command-result.ts";
import { jobRunDocument } from "../documents/job-run-document.ts";
import { jobParameter } from "../job-parameters.ts";
import { isOn, pageParameters } from "../parameters.ts";
import { cellText } from "../render/cell-text.ts";
import { type Page, pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "started_at", "duration_ms", "trigger", "outcome", "owner", "error"];

export const jobsRuns = defineCommand({
  words: "jobs runs",
  summary: "list the runs of a job, newest first, with how long they took and how they ended",
  parameters: {
    name: jobParameter,
    withOutput: { usage: "--output", help: "also what each run said, the last 16 KiB of it", schema: isOn },
    ...pageParameters,
  },
  run: async (context, { name: jobName, withOutput, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const after = startingAfter === undefined ? undefined : await findJobRun(connection, startingAfter);
      if (after === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const found = await listJobRuns(connection, { jobName, after: after?.id, limit: limit + 1 });
      const documentOf = (run: JobRunRow): JsonDocument =>
        withOutput ? { ...jobRunDocument(run), output: run.output } : jobRunDocument(run);
      const page = pageOf(found, limit, { documentOf, cursorOf: ({ id }) => id });
      return done(page, withOutput ? renderOutputs(page) : renderPage(page, columns));
    }),
});

/** Each run as a table of its own, and below it its lines. */
function renderOutputs(page: Page): string {
  if (page.data.length === 0) return "none";
  const parts = page.data.map((run) => {
    const one = { ...page, data: [run], next_cursor: null };
    const lines = String(run["output"]).split("\n").map(cellText);
    return `${renderPage(one, columns)}\n\n${lines.join("\n")}`;
  });
  return page.next_cursor === null
    ? parts.join("\n")
    : `${parts.join("\n")}\nmore: --starting-after ${page.next_cursor}`;
}
