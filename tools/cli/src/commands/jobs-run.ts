import { runJobNow } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { jobDocument } from "../documents/job-document.ts";
import { jobParameter } from "../job-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const jobsRun = defineCommand({
  words: "jobs run",
  summary: "run a job now, a paused one too; its schedule stays as it is",
  parameters: { name: jobParameter },
  run: async (context, { name }) => {
    const asked = await withDatabase(context, (database) =>
      runJobNow({ database, clock: context.clock }, name),
    );
    switch (asked.kind) {
      case "job_unknown":
        return unknownId("job", name);
      case "running":
        return failed("job_running", `${name} runs already, on ${asked.owner}`);
      case "asked": {
        const document = jobDocument(asked.job);
        return done(document, renderFields(document, "A reconcile-worker takes it within seconds."));
      }
    }
  },
});
