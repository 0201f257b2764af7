import type { DashboardSnapshot } from "@compose-pay/contracts";
import { Typography } from "antd";
import type { ReactNode } from "react";
import { breakerWords } from "../breakers/breaker-words.ts";
import { partsOfJob } from "../jobs/job-path.ts";
import { useJobTitle } from "../jobs/use-job-title.ts";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import type { AttentionKey } from "./attention.ts";
import { type DashboardWords, dashboardWords, overdueWords } from "./dashboard-words.ts";

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
  const overdueOf = useWords(overdueWords).of;
  const { classes } = useWords(breakerWords);
  const lines = linesOf(of, snapshot, { words, overdueOf, classes, titleOfJob: useJobTitle() });
  if (lines.length === 0) return null;
  return (
    <ul style={{ margin: "4px 0", paddingInlineStart: 18, overflowWrap: "anywhere" }}>
      {lines.slice(0, mostLines).map(({ key, line }) => (
        <li key={key}>
          <Typography.Text type="secondary">{line}</Typography.Text>
        </li>
      ))}
    </ul>
  );
}

interface Names {
  readonly words: DashboardWords;
  readonly overdueOf: (what: string) => string;
  readonly classes: (typeof breakerWords)["zh-CN"]["classes"];
  readonly titleOfJob: ReturnType<typeof useJobTitle>;
}

interface Line {
  readonly key: string;
  readonly line: ReactNode;
}

function linesOf(
  of: AttentionKey,
  snapshot: DashboardSnapshot,
  { words, overdueOf, classes, titleOfJob }: Names,
): readonly Line[] {
  switch (of) {
    case "queues":
      return queueLines(snapshot, "work", words);
    case "dead":
      return queueLines(snapshot, "dead", words);
    case "outbox":
      return [];
    case "overdue":
      return snapshot.overdue.map(({ what, count }) => ({
        key: what,
        line: `${overdueOf(what)} · ${words.count(count)}`,
      }));
    case "circuits":
      return circuitLines(snapshot, words, classes);
    case "failing":
      return snapshot.failing_targets.rows.map(({ id, origin, failures }) => ({
        key: id,
        line: `${origin ?? words.ownAddress} · ${words.failures(failures)}`,
      }));
    case "discrepancies":
      return discrepancyLines(snapshot, words);
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
    .toSorted((one, other) => other.messages - one.messages)
    .map(({ queue, messages }) => ({ key: queue, line: `${queue} · ${words.count(messages)}` }));
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

function discrepancyLines({ discrepancies }: DashboardSnapshot, words: DashboardWords): readonly Line[] {
  const { open, awaiting_approval: awaiting } = discrepancies;
  return [
    ...(open.count === 0 ? [] : [{ key: "open", line: words.openOnes(words.count(open.count)) }]),
    ...(awaiting.count === 0
      ? []
      : [{ key: "awaiting", line: words.awaitingOnes(words.count(awaiting.count)) }]),
  ];
}

function figureLines(
  { at, last_24_hours: series }: DashboardSnapshot,
  words: DashboardWords,
): readonly Line[] {
  const { figures_until: until } = series;
  if (until === null) return [{ key: "never", line: words.neverCounted }];
  const isLate = new Date(at).getTime() - new Date(until).getTime() > lateMs;
  const since = (
    <>
      {words.figuresUntil} <When at={until} />
    </>
  );
  return [{ key: "until", line: since }, ...(isLate ? [{ key: "late", line: words.figuresLate }] : [])];
}

const lateMs = 300_000;
