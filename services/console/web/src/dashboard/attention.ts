import type { DashboardSnapshot } from "@compose-pay/contracts";

/** `well`: nothing to do. `look`: something that can wait for the morning. `bad`: a person is needed now. */
export type Level = "well" | "look" | "bad" | "unknown";

export type AttentionKey =
  | "queues"
  | "dead"
  | "outbox"
  | "overdue"
  | "circuits"
  | "failing"
  | "discrepancies"
  | "jobs"
  | "figures";

export interface Attention {
  readonly key: AttentionKey;
  readonly level: Level;
  /** Null where it is not a number, or not known. */
  readonly count: number | null;
  readonly since: string | null;
}

const minuteMs = 60_000;
const deepQueue = 1_000;
const outboxLateMs = minuteMs;
const stuckMs = 15 * minuteMs;
/** They are rolled up once a minute. */
const figuresLateMs = 5 * minuteMs;

/** What a snapshot says of each thing that may need a person; by the clock of the API, whatever the browser's says. */
export function attentionsOf(snapshot: DashboardSnapshot): readonly Attention[] {
  const ageMs = (since: string | null) =>
    since === null ? 0 : new Date(snapshot.at).getTime() - new Date(since).getTime();
  const { outbox, overdue, circuits, failing_targets: failing, discrepancies, failed_jobs: jobs } = snapshot;
  const { open, awaiting_approval: awaiting } = discrepancies;
  const until = snapshot.last_24_hours.figures_until;
  const stuck = overdue.map(({ since }) => since).toSorted()[0] ?? null;
  return [
    queueAttention(snapshot, "queues", "work"),
    queueAttention(snapshot, "dead", "dead"),
    {
      key: "outbox",
      level: ageMs(outbox.since) > outboxLateMs ? "bad" : "well",
      count: outbox.count,
      since: outbox.since,
    },
    {
      key: "overdue",
      level: overdue.length === 0 ? "well" : ageMs(stuck) > stuckMs ? "bad" : "look",
      count: overdue.reduce((sum, { count }) => sum + count, 0),
      since: stuck,
    },
    {
      key: "circuits",
      level: circuits.rows.length > 0 ? "bad" : circuits.is_complete ? "well" : "unknown",
      count: circuits.rows.length,
      since: circuits.rows.map(({ since }) => since).toSorted()[0] ?? null,
    },
    {
      key: "failing",
      level: failing.count > 0 ? "look" : "well",
      count: failing.count,
      since: failing.rows.flatMap((row) => row.failing_since ?? []).toSorted()[0] ?? null,
    },
    {
      key: "discrepancies",
      level: open.count + awaiting.count > 0 ? "look" : "well",
      count: open.count + awaiting.count,
      since: [open.since, awaiting.since].filter((since) => since !== null).toSorted()[0] ?? null,
    },
    {
      key: "jobs",
      level: jobs.length > 0 ? "look" : "well",
      count: jobs.reduce((sum, { runs }) => sum + runs, 0),
      since: null,
    },
    {
      key: "figures",
      level: until === null ? "unknown" : ageMs(until) > figuresLateMs ? "bad" : "well",
      count: null,
      since: null,
    },
  ];
}

function queueAttention(
  { queues }: DashboardSnapshot,
  key: "queues" | "dead",
  kind: "work" | "dead",
): Attention {
  if (queues === null) return { key, level: "unknown", count: null, since: null };
  const depths = queues.filter((queue) => queue.kind === kind).map(({ messages }) => messages);
  const count = depths.reduce((sum, messages) => sum + messages, 0);
  const isTooMany = kind === "dead" ? count > 0 : depths.some((messages) => messages > deepQueue);
  return { key, level: isTooMany ? "bad" : "well", count, since: null };
}
