import type { RunDetail, RunView } from "@compose-pay/contracts";
import { Alert, Descriptions, Flex, Steps, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { DiscrepancyTable } from "../discrepancies/discrepancy-table.tsx";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { When } from "../show/when.tsx";
import { reconciliationWords } from "./reconciliation-words.ts";
import { RunBills } from "./run-bills.tsx";
import { RunMark } from "./run-mark.tsx";
import { RunSums } from "./run-sums.tsx";
import { isUnderWay, markOf, markWords } from "./run-state-words.ts";
import { StartRun } from "./start-run.tsx";

/** One reconciliation: how far it is, its sums, and what differs. */
export function RunPage() {
  const words = useWords(reconciliationWords);
  const { id = "" } = useParams();
  const read = useRead("runs.show", { id }, { everyMs: 3_000, isUnderWay: hasRunUnderWay });
  const { data: detail, refetch } = read;
  return (
    <>
      <p>
        <Link
          to={
            detail === undefined ? "/reconciliation" : `/reconciliation?month=${detail.run.day.slice(0, 7)}`
          }
        >
          {words.backToCalendar}
        </Link>
      </p>
      {read.isError ? <ProblemAlert error={read.error} onRetry={() => void refetch()} /> : null}
      {detail === undefined ? null : <Run detail={detail} />}
    </>
  );
}

function hasRunUnderWay({ run }: RunDetail): boolean {
  return isUnderWay(markOf(run));
}

function Run({ detail }: { readonly detail: RunDetail }) {
  const words = useWords(reconciliationWords);
  const { run } = detail;
  const counted = (count: number) => (count < detail.most_counted ? String(count) : `${count}+`);
  return (
    <>
      <Typography.Title level={2}>
        {words.run} {run.account?.name ?? run.account_id} {run.day}
      </Typography.Title>
      {run.fault === null ? null : (
        <Alert type="error" showIcon role="alert" title={run.fault} description={words.faultHelp} />
      )}
      {detail.has_suspended ? <Suspended run={run} /> : null}
      <Progress run={run} />
      <Facts detail={detail} />
      <RunBills detail={detail} />
      <Flex gap="middle" wrap align="center" style={{ marginBlock: 12 }}>
        <StartRun of={{ accountId: run.account_id, day: run.day }} />
        <Link to={`/bills?account=${run.account_id}&day=${run.day}`}>{words.bills}</Link>
      </Flex>
      <RunSums detail={detail} />
      <Typography.Title level={3}>{words.discrepancies}</Typography.Title>
      <p>{words.unresolved(counted(detail.unresolved), counted(detail.discrepancies))}</p>
      <DiscrepancyTable filter={{ run_id: run.id }} />
    </>
  );
}

function Suspended({ run: { account_id: account, day } }: { readonly run: RunView }) {
  const words = useWords(reconciliationWords);
  const search = new URLSearchParams({ tab: "suspended", account, from: day, to: day });
  const link = <Link to={`/reconciliation?${search.toString()}`}>{words.seeSuspended}</Link>;
  return <Alert type="info" showIcon title={words.hasSuspended} action={link} />;
}

const steps = ["waiting_for_bill", "loading", "matching"] as const;

function Progress({ run }: { readonly run: RunView }) {
  const words = useWords(reconciliationWords);
  const marks = useWords(markWords);
  const at = steps.findIndex((step) => step === run.state);
  const end = at === -1 ? run.state : "closed";
  return (
    <section aria-label={words.progress} style={{ marginBlock: 16 }}>
      <Steps
        size="small"
        current={at === -1 ? steps.length : at}
        status={run.fault !== null ? "error" : run.state === "closed" ? "finish" : "process"}
        items={[...steps, end].map((step) => ({ title: marks[step] }))}
      />
    </section>
  );
}

function Facts({ detail: { run, versions } }: { readonly detail: RunDetail }) {
  const words = useWords(reconciliationWords);
  const rows = [
    { key: "id", label: "ID", children: <code>{run.id}</code> },
    { key: "state", label: words.state, children: <RunMark mark={markOf(run)} /> },
    { key: "version", label: words.version, children: run.version },
    {
      key: "trigger",
      label: words.trigger,
      children: run.trigger === "job" ? words.byJob : words.byOperator,
    },
    { key: "created", label: words.createdAt, children: <When at={run.created_at} /> },
    { key: "asked", label: words.asked, children: run.asked },
    { key: "due", label: words.dueAt, children: <When at={run.due_at} /> },
    { key: "matched", label: words.matchedAt, children: <When at={run.matched_at} /> },
    { key: "closed", label: words.closedAt, children: <When at={run.closed_at} /> },
    { key: "trace", label: words.traceId, children: <code>{run.trace_id}</code> },
    {
      key: "versions",
      label: words.versions,
      children: (
        <Flex gap="small" wrap>
          {versions.map((one) =>
            one.id === run.id ? (
              <strong key={one.id}>v{one.version}</strong>
            ) : (
              <Link key={one.id} to={`/reconciliation/runs/${one.id}`}>
                v{one.version}
              </Link>
            ),
          )}
        </Flex>
      ),
    },
  ];
  return <Descriptions bordered size="small" column={{ xs: 1, md: 2 }} items={rows} />;
}
