import type { DiscrepancyDetail, DiscrepancyView } from "@compose-pay/contracts";
import { Alert, Descriptions, Tag, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { When } from "../show/when.tsx";
import { ApprovalPanel } from "./approval-panel.tsx";
import { discrepancyTypeWords, discrepancyWords } from "./discrepancy-words.ts";
import { EvidenceTable } from "./evidence-table.tsx";
import { OutcomeSection } from "./outcome-section.tsx";
import { ResolvePanel } from "./resolve-panel.tsx";
import { resolutionWords } from "./resolution-words.ts";

/** One difference, side by side, and what is decided about it. */
export function DiscrepancyPage() {
  const words = useWords(discrepancyWords);
  const { id = "" } = useParams();
  const read = useRead("discrepancies.show", { id });
  return (
    <>
      <p>
        <Link to="/discrepancies">{words.back}</Link>
      </p>
      {read.isError ? <ProblemAlert error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.data === undefined ? null : <Discrepancy key={id} detail={read.data} />}
    </>
  );
}

function Discrepancy({ detail }: { readonly detail: DiscrepancyDetail }) {
  const types = useWords(discrepancyTypeWords);
  const mayAct = useMay("reconciliation.act");
  const { discrepancy } = detail;
  return (
    <>
      <Typography.Title level={2}>{types[discrepancy.type]}</Typography.Title>
      {detail.held_open === null ? null : <HeldOpen held={detail.held_open} />}
      <Facts detail={detail} />
      <EvidenceTable detail={detail} />
      {discrepancy.state === "open" && mayAct ? <ResolvePanel discrepancy={discrepancy} /> : null}
      {discrepancy.state === "awaiting_approval" ? <ApprovalPanel discrepancy={discrepancy} /> : null}
      {discrepancy.state === "resolved" ? <Decision discrepancy={discrepancy} /> : null}
      {detail.outcome === null ? null : <OutcomeSection outcome={detail.outcome} />}
    </>
  );
}

function Facts({ detail: { discrepancy, account_name } }: { readonly detail: DiscrepancyDetail }) {
  const words = useWords(discrepancyWords);
  const { payment_id: payment, attempt_id: attempt, refund_id: refund, run_id: run } = discrepancy;
  const rows = [
    { key: "id", label: "ID", children: <code>{discrepancy.id}</code> },
    { key: "state", label: words.state, children: <Tag>{words[discrepancy.state]}</Tag> },
    { key: "amount", label: words.amount, children: <Amount fen={discrepancy.amount} /> },
    { key: "account", label: words.account, children: account_name ?? discrepancy.account_id },
    { key: "day", label: words.day, children: discrepancy.day ?? "—" },
    { key: "found", label: words.foundAt, children: <When at={discrepancy.found_at} /> },
    { key: "payment", label: words.payment, children: linkTo("/payments", payment) },
    { key: "attempt", label: words.attempt, children: <code>{attempt ?? "—"}</code> },
    { key: "refund", label: words.refund, children: linkTo("/refunds", refund) },
    { key: "run", label: words.run, children: linkTo("/reconciliation/runs", run) },
    { key: "trace", label: words.traceId, children: <code>{discrepancy.trace_id}</code> },
  ];
  return <Descriptions bordered size="small" column={{ xs: 1, md: 2 }} items={rows} />;
}

function linkTo(path: string, id: string | null) {
  return id === null ? "—" : <Link to={`${path}/${id}`}>{id}</Link>;
}

function Decision({ discrepancy }: { readonly discrepancy: DiscrepancyView }) {
  const words = useWords(discrepancyWords);
  const names = useWords(resolutionWords);
  const { resolution } = discrepancy;
  const rows = [
    { key: "resolution", label: words.resolution, children: resolution === null ? "—" : names[resolution] },
    { key: "reason", label: words.reason, children: discrepancy.reason ?? "—" },
    { key: "by", label: words.resolvedBy, children: discrepancy.resolved_by ?? "—" },
    { key: "approved", label: words.approvedBy, children: discrepancy.approved_by ?? "—" },
    { key: "decided", label: words.decidedAt, children: <When at={discrepancy.decided_at} /> },
    { key: "resolved", label: words.resolvedAt, children: <When at={discrepancy.resolved_at} /> },
  ];
  return (
    <section aria-label={words.decision}>
      <Typography.Title level={3}>{words.decision}</Typography.Title>
      <Descriptions bordered size="small" column={{ xs: 1, md: 2 }} items={rows} />
    </section>
  );
}

/** A run did not find it any more and may not end it alone. */
function HeldOpen({ held }: { readonly held: NonNullable<DiscrepancyDetail["held_open"]> }) {
  const words = useWords(discrepancyWords);
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={words.heldOpen(held.uploaded_by)}
      description={
        <>
          {linkTo("/reconciliation/runs", held.run_id)} <When at={held.at} />
        </>
      }
    />
  );
}
