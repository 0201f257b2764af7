import { findJob } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { jobDocument } from "../documents/job-document.ts";
import { jobParameter } from "../job-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const jobsShow = defineCommand({
  words: "jobs show",
  summary: "show a job with its rules and the next five times of its schedule",
  parameters: { name: jobParameter },
  run: async (context, { name }) =>
    withDatabase(context, async (database) => {
      const found = await findJob({ database, clock: context.clock }, name);
      if (found.kind === "job_unknown") return unknownId("job", name);
      const { job, nextTimes } = found;
      const { overrunAfterMs, retryWaitsMs, ...byCode } = job.definition;
      const document = {
        ...jobDocument(job),
        default_schedule: byCode.schedule,
        default_time_zone: byCode.timeZone,
        default_misfire: byCode.misfire,
        overrun_after_ms: overrunAfterMs,
        retry_waits_ms: retryWaitsMs,
        next_times: nextTimes.map((time) => time.toISOString()),
      };
      return done(document, renderFields(document));
    }),
});
