import { z } from "zod";
import { page, type Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/**
 * Everything that can stand still. The first twelve a process should have moved on, or a channel have spoken of; the others
 * stand until a person helps.
 */
export const stuckKinds = [
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
  "outbox_unsent",
  "refunds_abnormal",
  "refund_requests_waiting",
  "discrepancies_open",
  "discrepancies_awaiting",
  "runs_standing",
  /** Of the last 24 hours. */
  "notifications_refused",
  /** Those that failed or are gone, not those that somebody has disabled. */
  "endpoints_disabled",
  "jobs_paused",
] as const;

export type StuckKindName = (typeof stuckKinds)[number];

/** How many rows of a kind are stuck. */
export interface StuckView {
  readonly what: StuckKindName;
  /** 1000 at the most. */
  readonly count: number;
  /** Since when the first of them waits. */
  readonly since: string;
}

/** One row that is stuck; what does not apply to its kind is null. */
export interface StuckRowView {
  /** Of the row itself: an attempt, a refund, a notification, a run; the name of a job. */
  readonly id: string;
  readonly since: string;
  /** What tells rows of its kind apart: its state, its type, its day, a reason. */
  readonly word: string | null;
  readonly account_id: string | null;
  readonly app_id: string | null;
  readonly payment_id: string | null;
}

export const stuckRoutes = {
  /** The rows that the dashboard counts, the longest stuck first. */
  "stuck.list": {
    kind: "read",
    access: "dashboard.read",
    input: z.strictObject({
      ...page,
      what: z.enum(stuckKinds, "must be a kind of what can be stuck"),
    }),
    answer: answerOf<Page<StuckRowView>>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
