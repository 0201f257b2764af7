import type { JobRunRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function jobRunDocument({ startedAt, endedAt, ...run }: Omit<JobRunRow, "output">): JsonDocument {
  return {
    object: "job_run",
    id: run.id,
    job: run.jobName,
    trigger: run.trigger,
    outcome: run.outcome,
    scheduled_for: run.scheduledFor?.toISOString() ?? null,
    started_at: startedAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    duration_ms: endedAt === null ? null : endedAt.getTime() - startedAt.getTime(),
    owner: run.owner,
    fence: run.fence,
    error: run.error,
  };
}
