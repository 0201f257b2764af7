import type { JobView } from "@compose-pay/application";
import type { JsonDocument } from "../command-result.ts";

export function jobDocument({ definition, rules, ...job }: JobView): JsonDocument {
  return {
    object: "job",
    name: definition.name,
    purpose: definition.purpose,
    schedule: rules.schedule,
    time_zone: rules.timeZone,
    misfire: rules.misfire,
    changed: job.changed.map((rule) => (rule === "timeZone" ? "time_zone" : rule)),
    paused: job.isPaused,
    next_at: job.nextAt?.toISOString() ?? null,
    asked_at: job.runAt?.toISOString() ?? null,
    running_since: job.running?.since.toISOString() ?? null,
    running_on: job.running?.owner ?? null,
    failures: job.failures,
    last_outcome: job.lastRun?.outcome ?? null,
    last_started_at: job.lastRun?.startedAt.toISOString() ?? null,
  };
}
