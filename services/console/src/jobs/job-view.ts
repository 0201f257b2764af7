import type { JobView } from "@compose-pay/application";
import type { JobRulesView, JobRunDetail, JobRunHeadView, JobStanding } from "@compose-pay/contracts";
import type { JobRunRow } from "@compose-pay/database";

export function jobStanding({ definition, rules, ...job }: JobView): JobStanding {
  return {
    name: definition.name,
    version: job.version,
    kind: definition.kind,
    subject: definition.subject,
    subject_name: definition.subjectName,
    purpose: definition.purpose,
    ...jobRulesView(rules),
    changed: job.changed.map((rule) => (rule === "timeZone" ? "time_zone" : rule)),
    paused: job.isPaused,
    next_at: job.nextAt?.toISOString() ?? null,
    asked_at: job.runAt?.toISOString() ?? null,
    running: runningView(job.running),
    failures: job.failures,
    last_outcome: job.lastRun?.outcome ?? null,
    last_started_at: job.lastRun?.startedAt.toISOString() ?? null,
    last_ended_at: job.lastRun?.endedAt?.toISOString() ?? null,
  };
}

function runningView(running: JobView["running"]): JobStanding["running"] {
  if (running === null) return null;
  const { since, owner, leaseUntil } = running;
  return { since: since.toISOString(), on: owner, lease_until: leaseUntil.toISOString() };
}

export function jobRulesView({ schedule, timeZone, misfire }: JobView["rules"]): JobRulesView {
  return { schedule, time_zone: timeZone, misfire };
}

/** So much of what a run said stands in a list, in characters. */
const tailCharacters = 2_000;

export function jobRunHeadView({ startedAt, endedAt, output, ...run }: JobRunRow): JobRunHeadView {
  return {
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
    output_tail: output.slice(-tailCharacters),
    is_cut: output.length > tailCharacters,
  };
}

export function jobRunDetail(run: JobRunRow): JobRunDetail {
  return { ...jobRunHeadView(run), output: run.output };
}
