import { pauseJob, resumeJob } from "@compose-pay/application";
import { type Command, defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { jobDocument } from "../documents/job-document.ts";
import { jobParameter } from "../job-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const jobsPause = pauseCommand("pause", {
  summary: "let no time of its schedule and no retry run a job; a run that is under way goes on",
  order: pauseJob,
  refusal: ["job_paused", "is paused already"],
});
export const jobsResume = pauseCommand("resume", {
  summary: "let a job go on by its schedule from now; what passed meanwhile is not made up for",
  order: resumeJob,
  refusal: ["job_not_paused", "is not paused"],
});

function pauseCommand(
  verb: string,
  {
    summary,
    order,
    refusal: [code, why],
  }: {
    readonly summary: string;
    readonly order: typeof pauseJob;
    readonly refusal: readonly [string, string];
  },
): Command {
  return defineCommand({
    words: `jobs ${verb}`,
    summary,
    parameters: { name: jobParameter },
    run: async (context, { name }) => {
      const changed = await withDatabase(context, (database) =>
        order({ database, clock: context.clock }, name),
      );
      switch (changed.kind) {
        case "job_unknown":
          return unknownId("job", name);
        case "unchanged":
          return failed(code, `${name} ${why}`);
        case "changed": {
          const document = jobDocument(changed.job);
          return done(document, renderFields(document));
        }
      }
    },
  });
}
