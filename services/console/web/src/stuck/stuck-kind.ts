import type { Permission, StuckKindName, StuckRowView } from "@compose-pay/contracts";
import { jobPath } from "../jobs/job-path.ts";

/** The acts that move rows on, and no money. */
export type MovingAct = "payments.ask" | "refunds.retry" | "notifications.process";

export const permissionOfAct: Readonly<Record<MovingAct, Permission>> = {
  "payments.ask": "payments.act",
  "refunds.retry": "refunds.act",
  "notifications.process": "notifications.act",
};

export interface StuckKind {
  /** `late`: a process or a channel should have moved it. */
  readonly group: "late" | "person";
  /** Null where nothing moves it but its own page. */
  readonly act: MovingAct | null;
  /** Where a row has a page; null where it has none. */
  readonly pathOf: (row: StuckRowView) => string | null;
}

const payment = ({ payment_id: id }: StuckRowView) => (id === null ? null : `/payments/${id}`);
const under = (path: string) => (row: StuckRowView) => `${path}/${encodeURIComponent(row.id)}`;
const attempt = { group: "late", act: "payments.ask", pathOf: payment } as const;
const refund = { group: "late", act: "refunds.retry", pathOf: under("/refunds") } as const;
const notification = { act: "notifications.process", pathOf: under("/notifications") } as const;
const discrepancy = { group: "person", act: null, pathOf: under("/discrepancies") } as const;

/** What can be done about each kind, and where its rows are shown. */
export const stuckKindOf: Readonly<Record<StuckKindName, StuckKind>> = {
  attempts_unsent: attempt,
  attempts_overdue: attempt,
  refunds_unsent: refund,
  refunds_overdue: refund,
  refunds_unanswered: refund,
  notifications_unprocessed: { group: "late", ...notification },
  events_unmade: { group: "late", act: null, pathOf: under("/webhooks/events") },
  targets_overdue: {
    group: "late",
    act: null,
    pathOf: ({ id }) => (id.startsWith("ep_") ? `/webhooks/endpoints/${id}` : null),
  },
  replays_overdue: { group: "late", act: null, pathOf: ({ word }) => `/webhooks/endpoints/${word ?? ""}` },
  runs_overdue: { group: "late", act: null, pathOf: under("/reconciliation/runs") },
  certificates_overdue: { group: "late", act: null, pathOf: under("/accounts") },
  outbox_unsent: { group: "late", act: null, pathOf: () => null },
  refunds_abnormal: { ...refund, group: "person" },
  refund_requests_waiting: { group: "person", act: null, pathOf: payment },
  discrepancies_open: discrepancy,
  discrepancies_awaiting: discrepancy,
  runs_standing: { group: "person", act: null, pathOf: under("/reconciliation/runs") },
  notifications_refused: { group: "person", ...notification },
  endpoints_disabled: { group: "person", act: null, pathOf: under("/webhooks/endpoints") },
  jobs_paused: { group: "person", act: null, pathOf: ({ id }) => jobPath(id) },
};

// because the object's type names exactly these members
export const stuckKindNames = Object.keys(stuckKindOf) as StuckKindName[];

/** What the acts are called with, each once: two attempts may be of one payment. */
export function movingIds(act: MovingAct, rows: readonly StuckRowView[]): readonly string[] {
  const ids = rows.flatMap((row) => (act === "payments.ask" ? (row.payment_id ?? []) : row.id));
  return [...new Set(ids)];
}
