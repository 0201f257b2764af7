import { listJobs } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { jobDocument } from "../documents/job-document.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = [
  "name",
  "schedule",
  "time_zone",
  "next_at",
  "paused",
  "running_since",
  "last_outcome",
  "last_started_at",
  "failures",
] as const;

export const jobsList = defineCommand({
  words: "jobs list",
  summary: "list the jobs: when each runs next, how its last run ended, whether it is paused",
  parameters: {},
  run: async (context) =>
    withDatabase(context, async (database) => {
      const data = (await listJobs({ database, clock: context.clock })).map(jobDocument);
      const rows = data.map((one) => columns.map((column) => one[column]));
      return done({ object: "list", data }, renderTable(columns, rows));
    }),
});
