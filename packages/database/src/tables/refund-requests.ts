import { bigint, char, index, int, mysqlTable, varchar } from "../drizzle.ts";
import { id, moment, word } from "./columns.ts";

/** `refund`: money back to the customer. `settle`: an abnormal refund whose money goes to a card of the customer. */
export type RefundRequestKind = "refund" | "settle";

/** `withdrawn`: by whoever had asked. `lapsed`: by itself, for the reason in `decision_reason`. */
export type RefundRequestState = "waiting" | "approved" | "rejected" | "withdrawn" | "lapsed";

/** What moves money, that an operator has asked for and that a second one must agree to. */
export const refundRequests = mysqlTable(
  "refund_requests",
  {
    id: id("id").primaryKey(),
    kind: word<RefundRequestKind>("kind").notNull(),
    paymentId: id("payment_id").notNull(),
    appId: id("app_id").notNull(),
    /** In fen. */
    amount: bigint("amount", { mode: "number" }).notNull(),
    /** Of the refund; empty when it has none. */
    reason: varchar("reason", { length: 256 }).notNull(),
    state: word<RefundRequestState>("state").notNull(),
    requestedBy: id("requested_by").notNull(),
    requestedAt: moment("requested_at").notNull(),
    decidedBy: id("decided_by"),
    decidedAt: moment("decided_at"),
    /** What whoever decided has said; of what lapsed why. */
    decisionReason: varchar("decision_reason", { length: 255 }),
    /** Of a `refund` what came of it, null before it is approved; of a `settle` the one whose money waits. */
    refundId: id("refund_id"),
    /** Where the money of a `settle` goes: all of it that is kept. In the channel's word. */
    bankType: varchar("bank_type", { length: 32 }),
    cardEndsIn: varchar("card_ends_in", { length: 4 }),
    /** Sealed; of this request alone. Null like the digest as soon as it is decided. */
    payoutKey: varchar("payout_key", { length: 255 }),
    /** HMAC-SHA256 over the whole destination, in hex: the second person's entry is held against it. */
    payoutDigest: char("payout_digest", { length: 64 }),
    /** How often another destination was entered by those who were to agree. */
    failedTries: int("failed_tries").notNull(),
  },
  (table) => [
    index("refund_requests_state").on(table.state, table.id),
    index("refund_requests_payment").on(table.paymentId, table.id),
    index("refund_requests_refund").on(table.refundId, table.id),
  ],
);
