import type { DashboardSnapshot } from "@compose-pay/contracts";
import { Typography } from "antd";
import type { ReactNode } from "react";
import { breakerWords } from "../breakers/breaker-words.ts";
import { partsOfJob } from "../jobs/job-path.ts";
import { useJobTitle } from "../jobs/use-job-title.ts";
import { Link } from "react-router";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { stuckKindWords } from "../stuck/stuck-words.ts";
import { type AttentionKey, isUnattended, stuckKindsOf } from "./attention.ts";
import { type DashboardWords, dashboardWords } from "./dashboard-words.ts";

const mostLines = 5;

/** The first few of what a tile counts. Names come from merchants and channels: they are text and nothing else. */
export function AttentionDetails({
  of,
  snapshot,
}: {
  readonly of: AttentionKey;
  readonly snapshot: DashboardSnapshot;
}) {
  const words = useWords(dashboardWords);
  const { classes } = useWords(breakerWords);
  const stuck = useStuckLines(of, snapshot);
  const own = linesOf(of, snapshot, { words, classes, titleOfJob: useJobTitle() });
  const lines = [...stuck, ...own.slice(0, mostLines)];
  if (lines.length === 0) return null;
  return (
    <ul style={{ margin: "4px 0", paddingInlineStart: 18, overflowWrap: "anywhere" }}>
      {lines.map(({ key, line }) => (
        <li key={key}>
          <Typography.Text type="secondary">{line}</Typography.Text>
        </li>
      ))}
    </ul>
  );
}

interface Names {
  readonly words: DashboardWords;
  readonly classes: (typeof breakerWords)["zh-CN"]["classes"];
  readonly titleOfJob: ReturnType<typeof useJobTitle>;
}

interface Line {
  readonly key: string;
  readonly line: ReactNode;
}

/** Each kind of stuck rows, with the list that shows exactly these. */
function useStuckLines(of: AttentionKey, { stuck }: DashboardSnapshot): readonly Line[] {
  const words = useWords(dashboardWords);
  const kinds = useWords(stuckKindWords);
  return stuck
    .filter(({ what }) => stuckKindsOf[of]?.includes(what))
    .map(({ what, count, since }) => ({
      key: what,
      line: (
        <>
          <Link to={`/stuck?what=${what}`} style={{ textDecoration: "underline" }}>
            {kinds[what]}
          </Link>{" "}
          · {words.counted(count)} · <When at={since} />
        </>
      ),
    }));
}

function linesOf(
  of: AttentionKey,
  snapshot: DashboardSnapshot,
  { words, classes, titleOfJob }: Names,
): readonly Line[] {
  switch (of) {
    case "queues":
      return queueLines(snapshot, "work", words);
    case "dead":
      return queueLines(snapshot, "dead", words);
    case "circuits":
      return circuitLines(snapshot, words, classes);
    case "failing":
      return snapshot.failing_targets.rows.map(({ id, origin, failures }) => ({
        key: id,
        line: `${origin ?? words.ownAddress} · ${words.failures(failures)}`,
      }));
    case "jobs":
      return snapshot.failed_jobs.map(({ job, runs, last_at: lastAt }) => ({
        key: job,
        line: (
          <>
            {titleOfJob(partsOfJob(job))} · {words.runs(runs)} · <When at={lastAt} />
          </>
        ),
      }));
    case "figures":
      return figureLines(snapshot, words);
    case "outbox":
    case "overdue":
    case "refundsWaiting":
    case "notifications":
    case "discrepancies":
    case "acts":
      return [];
  }
}

function queueLines(
  { queues }: DashboardSnapshot,
  kind: "work" | "dead",
  words: DashboardWords,
): readonly Line[] {
  if (queues === null) return [{ key: "down", line: words.queuesDown }];
  return queues
    .filter((queue) => queue.kind === kind && queue.messages > 0)
    .toSorted(
      (one, other) =>
        Number(isUnattended(other)) - Number(isUnattended(one)) || other.messages - one.messages,
    )
    .map((queue) => ({
      key: queue.queue,
      line:
        `${queue.queue} · ${words.count(queue.messages)}` +
        (isUnattended(queue) ? ` · ${words.unattended}` : ""),
    }));
}

function circuitLines(
  { circuits }: DashboardSnapshot,
  words: DashboardWords,
  classes: Names["classes"],
): readonly Line[] {
  const states = {
    open: words.openState,
    half_open: words.half_open,
    forced_open: words.forced_open,
    forced_closed: words.forced_closed,
  };
  const rows = circuits.rows.map(
    ({ account_id: id, account, operation_class: operation, state, reason }) => ({
      key: `${id} ${operation}`,
      line: `${account} ${classes[operation]} · ${states[state]} · ${reason}`,
    }),
  );
  return circuits.is_complete ? rows : [{ key: "partly", line: words.circuitsPartly }, ...rows];
}

function figureLines(
  { at, last_24_hours: series }: DashboardSnapshot,
  words: DashboardWords,
): readonly Line[] {
  const { figures_until: until } = series;
  if (until === null) return [{ key: "never", line: words.neverCounted }];
  const age = new Date(at).getTime() - new Date(until).getTime();
  const since = (
    <>
      {words.figuresUntil} <When at={until} />
    </>
  );
  return [{ key: "until", line: since }, ...clockLines(age, words)];
}

function clockLines(age: number, words: DashboardWords): readonly Line[] {
  if (age > lateMs) return [{ key: "late", line: words.figuresLate }];
  return age < -aheadMs ? [{ key: "ahead", line: words.figuresAhead }] : [];
}

const lateMs = 300_000;
const aheadMs = 60_000;
