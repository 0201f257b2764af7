import type { DashboardSnapshot, QueueView, StuckKindName } from "@compose-pay/contracts";

/** `well`: nothing to do. `look`: something that can wait for the morning. `bad`: a person is needed now. */
export type Level = "well" | "look" | "bad" | "unknown";

export type AttentionKey =
  | "queues"
  | "dead"
  | "outbox"
  | "overdue"
  | "circuits"
  | "jobs"
  | "figures"
  | "failing"
  | "refundsWaiting"
  | "notifications"
  | "discrepancies"
  | "acts";

/** `system`: whether it runs. `person`: what stands until somebody decides. */
export type AttentionGroup = "system" | "person";

export interface Attention {
  readonly key: AttentionKey;
  readonly group: AttentionGroup;
  readonly level: Level;
  /** Null where it is not a number, or not known. */
  readonly count: number | null;
  readonly since: string | null;
}

/** Which kinds of stuck rows each thing is about. */
export const stuckKindsOf: Readonly<Partial<Record<AttentionKey, readonly StuckKindName[]>>> = {
  outbox: ["outbox_unsent"],
  overdue: [
    "attempts_unsent",
    "attempts_overdue",
    "refunds_unsent",
    "refunds_overdue",
    "refunds_unanswered",
    "notifications_unprocessed",
    "events_unmade",
    "targets_overdue",
    "replays_overdue",
    "runs_overdue",
    "certificates_overdue",
  ],
  jobs: ["jobs_paused"],
  failing: ["endpoints_disabled"],
  refundsWaiting: ["refunds_abnormal", "refund_requests_waiting"],
  notifications: ["notifications_refused"],
  discrepancies: ["discrepancies_open", "discrepancies_awaiting", "runs_standing"],
};

const minuteMs = 60_000;
const deepQueue = 1_000;
const outboxLateMs = minuteMs;
const stuckMs = 15 * minuteMs;
/** They are rolled up once a minute. */
const figuresLateMs = 5 * minuteMs;
/** Clocks of two machines differ by less. */
const figuresAheadMs = minuteMs;

/** What a snapshot says of each thing that may need a person; by the clock of the API, whatever the browser's says. */
export function attentionsOf(snapshot: DashboardSnapshot): readonly Attention[] {
  return [...systemAttentions(snapshot), ...personAttentions(snapshot)];
}

function systemAttentions(snapshot: DashboardSnapshot): readonly Attention[] {
  const { outbox, circuits, failed_jobs: jobs } = snapshot;
  const overdue = stuckOf(snapshot, "overdue");
  const paused = stuckOf(snapshot, "jobs");
  const failedRuns = jobs.reduce((sum, { runs }) => sum + runs, 0);
  const group = "system";
  return [
    queueAttention(snapshot, "queues", "work"),
    queueAttention(snapshot, "dead", "dead"),
    {
      key: "outbox",
      group,
      level: ageMs(snapshot, outbox.since) > outboxLateMs ? "bad" : "well",
      count: outbox.count,
      since: outbox.since,
    },
    {
      key: "overdue",
      group,
      level: overdue.count === 0 ? "well" : ageMs(snapshot, overdue.since) > stuckMs ? "bad" : "look",
      ...overdue,
    },
    {
      key: "circuits",
      group,
      level: circuits.rows.length > 0 ? "bad" : circuits.is_complete ? "well" : "unknown",
      count: circuits.rows.length,
      since: earliest(circuits.rows.map(({ since }) => since)),
    },
    {
      key: "jobs",
      group,
      level: lookIf(failedRuns + paused.count),
      count: failedRuns + paused.count,
      since: paused.since,
    },
    { key: "figures", group, level: figuresLevel(snapshot), count: null, since: null },
  ];
}

function personAttentions(snapshot: DashboardSnapshot): readonly Attention[] {
  const { failing_targets: failing, unfinished_acts: acts } = snapshot;
  const disabled = stuckOf(snapshot, "failing");
  const failingSince = failing.rows.flatMap((row) => row.failing_since ?? []);
  const stuckOnes = (["refundsWaiting", "notifications", "discrepancies"] as const).map((key): Attention => {
    const stuck = stuckOf(snapshot, key);
    return { key, group: "person", level: lookIf(stuck.count), ...stuck };
  });
  return [
    {
      key: "failing",
      group: "person",
      level: lookIf(failing.count + disabled.count),
      count: failing.count + disabled.count,
      since: earliest([...failingSince, ...(disabled.since === null ? [] : [disabled.since])]),
    },
    ...stuckOnes,
    { key: "acts", group: "person", level: lookIf(acts.count), ...acts },
  ];
}

function figuresLevel(snapshot: DashboardSnapshot): Level {
  const until = snapshot.last_24_hours.figures_until;
  if (until === null) return "unknown";
  const age = ageMs(snapshot, until);
  return age > figuresLateMs || age < -figuresAheadMs ? "bad" : "well";
}

function stuckOf({ stuck }: DashboardSnapshot, key: AttentionKey) {
  const found = stuck.filter(({ what }) => stuckKindsOf[key]?.includes(what));
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    since: earliest(found.map(({ since }) => since)),
  };
}

function lookIf(count: number): Level {
  return count > 0 ? "look" : "well";
}

function earliest(moments: readonly string[]): string | null {
  return moments.toSorted()[0] ?? null;
}

function ageMs({ at }: DashboardSnapshot, since: string | null): number {
  return since === null ? 0 : new Date(at).getTime() - new Date(since).getTime();
}

function queueAttention(
  { queues }: DashboardSnapshot,
  key: "queues" | "dead",
  kind: "work" | "dead",
): Attention {
  const group = "system";
  if (queues === null) return { key, group, level: "unknown", count: null, since: null };
  const ofKind = queues.filter((queue) => queue.kind === kind);
  const count = ofKind.reduce((sum, { messages }) => sum + messages, 0);
  const isBad =
    kind === "dead" ? count > 0 : ofKind.some((queue) => queue.messages > deepQueue || isUnattended(queue));
  return { key, group, level: isBad ? "bad" : "well", count, since: null };
}

/** Work that nobody takes waits for ever. */
export function isUnattended({ kind, messages, consumers }: QueueView): boolean {
  return kind === "work" && messages > 0 && consumers === 0;
}
