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
