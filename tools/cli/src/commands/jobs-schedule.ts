import { changeJobSchedule } from "@compose-pay/application";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { jobDocument } from "../documents/job-document.ts";
import { jobParameter } from "../job-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { isOn } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

const misfireRules = ["run_once", "skip"] as const;

export const jobsSchedule = defineCommand({
  words: "jobs schedule",
  summary: "say when a job runs from now on; what is left out stays as it is",
  parameters: {
    name: jobParameter,
    schedule: {
      usage: "--cron <expression>",
      help: 'minute, hour, day, month, weekday, such as "0 9 * * *"; with six fields the first is the second',
      schema: z.string().optional(),
    },
    timeZone: {
      usage: "--zone <name>",
      help: "whose clocks it means, such as Asia/Shanghai",
      schema: z.string().optional(),
    },
    misfire: {
      usage: "--misfire <rule>",
      help: "what becomes of times at which no worker was there: run_once makes up for all, skip for none",
      schema: z.enum(misfireRules, `must be one of ${misfireRules.join(", ")}`).optional(),
    },
    isDefault: {
      usage: "--default",
      help: "all as the code has it, but for what is named beside it",
      schema: isOn,
    },
  },
  run: async (context, { name, isDefault, ...given }) => {
    if (!isDefault && Object.values(given).every((value) => value === undefined)) {
      return usage("--cron", "is missing, as are --zone, --misfire and --default: one of them must be there");
    }
    const otherwise = isDefault ? null : undefined;
    const { schedule = otherwise, timeZone = otherwise, misfire = otherwise } = given;
    const changed = await withDatabase(context, (database) =>
      changeJobSchedule({ database, clock: context.clock }, name, { schedule, timeZone, misfire }),
    );
    switch (changed.kind) {
      case "job_unknown":
        return unknownId("job", name);
      case "schedule_malformed":
        return usage("--cron", changed.message);
      case "never_runs":
        return usage("--cron", "must come at least once in the years to come");
      case "time_zone_unknown":
        return usage("--zone", "must be a time zone by its name, such as Asia/Shanghai");
      case "changed": {
        const document = jobDocument(changed.job);
        return done(document, renderFields(document));
      }
    }
  },
});
