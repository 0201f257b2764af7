import type { Connection } from "../connection.ts";
import { and, eq } from "../drizzle.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { updateRow } from "../statements/update-row.ts";
import { refundRequests } from "../tables/index.ts";

export type RefundRequestRow = typeof refundRequests.$inferSelect;

const insertInto = insertRows(refundRequests);

/** @throws a duplicate key when there is one of that id */
export async function insertRefundRequest(transaction: Connection, row: RefundRequestRow): Promise<void> {
  await insertInto(transaction, [row]);
}

export async function findRefundRequest(
  connection: Connection,
  id: string,
): Promise<RefundRequestRow | null> {
  const [row] = await connection.select().from(refundRequests).where(eq(refundRequests.id, id)).limit(1);
  return row ?? null;
}

/** Locked until the transaction ends; its payment is locked before it. */
export async function lockRefundRequest(
  transaction: Connection,
  id: string,
): Promise<RefundRequestRow | null> {
  const [row] = await transaction
    .select()
    .from(refundRequests, { forceIndex: "PRIMARY" })
    .where(eq(refundRequests.id, id))
    .for("update");
  return row ?? null;
}

const update = updateRow(refundRequests);

/** How a request ended. */
export interface RefundRequestDecision extends Pick<
  RefundRequestRow,
  "state" | "decidedBy" | "decidedAt" | "decisionReason"
> {
  /** What came of a `refund`. */
  readonly refundId?: string;
}

/** What the second person's entry is held against goes with the decision. */
const noPayout = { payoutKey: null, payoutDigest: null } as const;

/** Decides on it only while it waits; true when this was the decision. */
export async function decideRefundRequest(
  connection: Connection,
  id: string,
  decision: RefundRequestDecision,
): Promise<boolean> {
  return update(connection, { id, state: "waiting" }, { ...decision, ...noPayout });
}

/** Changes it only while it has the state it was read with; true when it did. */
export async function updateRefundRequest(
  connection: Connection,
  expected: Pick<RefundRequestRow, "id" | "state">,
  change: Partial<RefundRequestRow>,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}

/** Ends those that wait for where the money of this refund goes; the payment is locked. */
export async function decideSettlesOfRefund(
  transaction: Connection,
  refundId: string,
  decision: RefundRequestDecision,
): Promise<void> {
  await transaction
    .update(refundRequests)
    .set({ ...decision, ...noPayout })
    .where(waitingSettleOf(refundId));
}

/** The one that waits for where the money of this refund goes; there is one at most while the payment is locked. */
export async function findWaitingSettle(
  transaction: Connection,
  refundId: string,
): Promise<RefundRequestRow | null> {
  const [row] = await transaction
    .select()
    .from(refundRequests, { forceIndex: "refund_requests_refund" })
    .where(waitingSettleOf(refundId))
    .limit(1);
  return row ?? null;
}

function waitingSettleOf(refundId: string) {
  return and(
    eq(refundRequests.refundId, refundId),
    eq(refundRequests.kind, "settle"),
    eq(refundRequests.state, "waiting"),
  );
}
