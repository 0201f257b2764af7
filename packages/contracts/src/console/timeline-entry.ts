/** What kind of thing happened to a payment, in the order of cause and effect within one millisecond. */
export const timelineKinds = [
  "request",
  "attempt",
  "refund",
  "call",
  "notification",
  "state",
  "discrepancy",
  "event",
  "delivery",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** What is known of it beside its one line, by the names of the columns; nothing secret. */
export type TimelineDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One thing that happened to a payment. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: TimelineKind;
  /** What it is about: the id of the payment, an attempt, a refund or an event. */
  readonly subject: string;
  /** One line for people, in the words of the tables. */
  readonly what: string;
  readonly trace_id: string | null;
  readonly details: TimelineDetails;
}
