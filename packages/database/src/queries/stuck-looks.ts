/** Rows of one kind that wait for longer than they should, or for a person. */
export type StuckKind =
  | "attempts_unsent"
  | "attempts_overdue"
  | "refunds_unsent"
  | "refunds_overdue"
  | "refunds_unanswered"
  | "notifications_unprocessed"
  | "events_unmade"
  | "targets_overdue"
  | "replays_overdue"
  | "runs_overdue"
  | "certificates_overdue"
  | "outbox_unsent"
  | "refunds_abnormal"
  | "refund_requests_waiting"
  | "discrepancies_open"
  | "discrepancies_awaiting"
  | "runs_standing"
  | "notifications_refused"
  | "endpoints_disabled"
  | "jobs_paused";

/**
 * `late`: a process should have moved it on within seconds. `unanswered`: a channel should have spoken within days.
 * `person`: nothing moves it but somebody who decides. `recent`: the same, of the last day only.
 */
export type StuckGroup = "late" | "unanswered" | "person" | "recent";

/** What is shown of a row beside its id and its age: columns, or expressions of them. */
export interface StuckColumns {
  /** One word or name that tells rows of a kind apart. */
  readonly word?: string;
  readonly accountId?: string;
  readonly appId?: string;
  readonly paymentId?: string;
}

export interface StuckLook {
  readonly group: StuckGroup;
  /** For people, in English. */
  readonly what: string;
  readonly table: string;
  readonly index: string;
  /** Since when it waits. */
  readonly at: string;
  /** The primary key; `id` when left out. */
  readonly id?: string;
  /** A condition on the first columns of the index. */
  readonly only?: string;
  /**
   * Where the index is not by `at`: in which order its front is read, `mostLookedAt` entries of it, and which of these
   * rows are meant, by what is read of them.
   */
  readonly front?: { readonly order: string; readonly reads?: string; readonly where: string };
  readonly columns: StuckColumns;
}

/** Of an index that has other rows too, so many are looked at; there are more only on a very bad day. */
export const mostLookedAt = 10_000;

const ofAttempt = { word: "state", accountId: "channel_account_id", paymentId: "payment_id" } as const;
const ofRefund = { ...ofAttempt, appId: "app_id" } as const;

/**
 * A sweep moves what it sends again half a minute ahead, so that a row without any worker is never late by its due time:
 * what must not last in a state is looked at by its age.
 */
export const stuckLooks: Readonly<Record<StuckKind, StuckLook>> = {
  attempts_unsent: {
    group: "late",
    what: "attempts not sent to their channel",
    table: "attempts",
    index: "attempts_due",
    at: "created_at",
    only: "due_at IS NOT NULL",
    front: { order: "due_at", reads: "state", where: "state = 'created'" },
    columns: ofAttempt,
  },
  attempts_overdue: {
    group: "late",
    what: "attempts overdue",
    table: "attempts",
    index: "attempts_due",
    at: "due_at",
    only: "due_at IS NOT NULL",
    front: { order: "due_at", reads: "state", where: "state <> 'created'" },
    columns: ofAttempt,
  },
  refunds_unsent: {
    group: "late",
    what: "refunds not sent to their channel",
    table: "refunds",
    index: "refunds_state",
    at: "created_at",
    only: "state = 'created'",
    columns: ofRefund,
  },
  refunds_overdue: {
    group: "late",
    what: "refunds overdue",
    table: "refunds",
    index: "refunds_due",
    at: "due_at",
    only: "due_at IS NOT NULL",
    front: { order: "due_at", reads: "state", where: "state <> 'created'" },
    columns: ofRefund,
  },
  refunds_unanswered: {
    group: "unanswered",
    what: "refunds submitted for days",
    table: "refunds",
    index: "refunds_state",
    at: "created_at",
    only: "state = 'submitted'",
    columns: ofRefund,
  },
  notifications_unprocessed: {
    group: "late",
    what: "channel notifications not processed",
    table: "channel_notifications",
    index: "channel_notifications_verdict",
    at: "received_at",
    only: "verdict = 'received'",
    columns: { word: "reason", accountId: "channel_account_id" },
  },
  events_unmade: {
    group: "late",
    what: "events without their deliveries",
    table: "events",
    index: "events_due",
    at: "created_at",
    only: "due_at IS NOT NULL",
    front: { order: "due_at", where: "TRUE" },
    columns: { word: "type", appId: "app_id", paymentId: "payment_id" },
  },
  targets_overdue: {
    group: "late",
    what: "receivers with overdue deliveries",
    table: "delivery_targets",
    index: "delivery_targets_due",
    at: "due_at",
    columns: { appId: "app_id" },
  },
  replays_overdue: {
    group: "late",
    what: "webhook replays overdue",
    table: "webhook_replays",
    index: "webhook_replays_due",
    at: "due_at",
    columns: { word: "endpoint_id", appId: "app_id" },
  },
  runs_overdue: {
    group: "late",
    what: "reconciliations overdue",
    table: "runs",
    index: "runs_due",
    at: "due_at",
    columns: { word: "day", accountId: "channel_account_id" },
  },
  certificates_overdue: {
    group: "late",
    what: "accounts whose certificates are overdue",
    table: "channel_accounts",
    index: "channel_accounts_certificates_due",
    at: "certificates_due_at",
    columns: { word: "name", accountId: "id" },
  },
  outbox_unsent: {
    group: "late",
    what: "messages in the outbox",
    table: "outbox",
    index: "outbox_created",
    at: "created_at",
    columns: { word: "queue" },
  },
  refunds_abnormal: {
    group: "person",
    what: "refunds abnormal",
    table: "refunds",
    index: "refunds_state",
    at: "created_at",
    only: "state = 'abnormal'",
    columns: ofRefund,
  },
  refund_requests_waiting: {
    group: "person",
    what: "refunds that wait for a second person",
    table: "refund_requests",
    index: "refund_requests_state",
    at: "requested_at",
    only: "state = 'waiting'",
    front: { order: "id", where: "TRUE" },
    columns: { appId: "app_id", paymentId: "payment_id" },
  },
  discrepancies_open: {
    group: "person",
    what: "discrepancies open",
    table: "discrepancies",
    index: "discrepancies_state",
    at: "found_at",
    only: "state = 'open'",
    columns: { word: "type", accountId: "channel_account_id", paymentId: "payment_id" },
  },
  discrepancies_awaiting: {
    group: "person",
    what: "discrepancies awaiting approval",
    table: "discrepancies",
    index: "discrepancies_state",
    at: "found_at",
    only: "state = 'awaiting_approval'",
    columns: { word: "type", accountId: "channel_account_id", paymentId: "payment_id" },
  },
  runs_standing: {
    group: "person",
    what: "reconciliations that stand still",
    table: "runs",
    index: "runs_state",
    at: "created_at",
    only: "state IN ('waiting_for_bill', 'loading', 'matching', 'balanced', 'has_discrepancies')",
    front: {
      order: "state, day",
      reads: "fault, channel_account_id, day, version",
      where:
        "fault IS NOT NULL AND NOT EXISTS (SELECT 1 FROM runs AS later FORCE INDEX (runs_version) " +
        "WHERE later.channel_account_id = looked_at.channel_account_id AND later.day = looked_at.day " +
        "AND later.version > looked_at.version)",
    },
    columns: { word: "CONCAT(day, ' ', fault)", accountId: "channel_account_id" },
  },
  notifications_refused: {
    group: "recent",
    what: "channel notifications refused",
    table: "channel_notifications",
    index: "channel_notifications_verdict",
    at: "received_at",
    only: "verdict = 'refused'",
    columns: { word: "reason", accountId: "channel_account_id" },
  },
  endpoints_disabled: {
    group: "person",
    what: "endpoints disabled because they failed",
    table: "webhook_endpoints",
    index: "webhook_endpoints_status",
    at: "disabled_at",
    only: "status = 'disabled'",
    front: { order: "id", reads: "disabled_reason", where: "disabled_reason IN ('gone', 'failing')" },
    columns: { word: "disabled_reason", appId: "app_id" },
  },
  jobs_paused: {
    group: "person",
    what: "jobs paused",
    table: "jobs",
    index: "PRIMARY",
    at: "updated_at",
    id: "name",
    only: "name > ''",
    front: { order: "name", reads: "is_paused", where: "is_paused" },
    columns: {},
  },
};
