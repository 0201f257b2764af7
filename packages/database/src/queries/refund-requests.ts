import type { Connection } from "../connection.ts";
import { and, desc, eq, inArray, lt } from "../drizzle.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { updateRow } from "../statements/update-row.ts";
import { operators, payments, refundRequests, type RefundRequestState } from "../tables/index.ts";

export type RefundRequestRow = typeof refundRequests.$inferSelect;

/** A request with the merchant's number of its payment and the e-mails of who asked and who decided. */
export interface RefundRequestView {
  readonly request: RefundRequestRow;
  readonly orderNo: string | null;
  readonly emails: ReadonlyMap<string, string>;
}

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

/** Decides on it only while it waits; true when this was the decision. */
export async function decideRefundRequest(
  connection: Connection,
  id: string,
  decision: Pick<RefundRequestRow, "state" | "decidedBy" | "decidedAt" | "refundId">,
): Promise<boolean> {
  return update(connection, { id, state: "waiting" }, decision);
}

/** Newest first, by id; the page starts behind `after`. */
export async function listRefundRequests(
  connection: Connection,
  page: {
    readonly state: RefundRequestState;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<RefundRequestView[]> {
  const rows = await connection
    .select()
    .from(refundRequests, { forceIndex: "refund_requests_state" })
    .where(
      and(
        eq(refundRequests.state, page.state),
        page.after === undefined ? undefined : lt(refundRequests.id, page.after),
      ),
    )
    .orderBy(desc(refundRequests.id))
    .limit(page.limit);
  return refundRequestViews(connection, rows);
}

/** Newest first, by id. */
export async function listRefundRequestsOfPayment(
  connection: Connection,
  paymentId: string,
  limit: number,
): Promise<RefundRequestView[]> {
  const rows = await connection
    .select()
    .from(refundRequests, { forceIndex: "refund_requests_payment" })
    .where(eq(refundRequests.paymentId, paymentId))
    .orderBy(desc(refundRequests.id))
    .limit(limit);
  return refundRequestViews(connection, rows);
}

/** In the order of the rows. */
export async function refundRequestViews(
  connection: Connection,
  rows: readonly RefundRequestRow[],
): Promise<RefundRequestView[]> {
  if (rows.length === 0) return [];
  const paymentIds = [...new Set(rows.map(({ paymentId }) => paymentId))];
  const orders = await connection
    .select({ id: payments.id, orderNo: payments.orderNo })
    .from(payments, { forceIndex: "PRIMARY" })
    .where(inArray(payments.id, paymentIds));
  const operatorIds = rows.flatMap(({ requestedBy, decidedBy }) =>
    decidedBy === null ? [requestedBy] : [requestedBy, decidedBy],
  );
  const people = await connection
    .select({ id: operators.id, email: operators.email })
    .from(operators)
    .where(inArray(operators.id, [...new Set(operatorIds)]));
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const byPayment = new Map(orders.map(({ id, orderNo }) => [id, orderNo]));
  return rows.map((request) => ({
    request,
    orderNo: byPayment.get(request.paymentId) ?? null,
    emails,
  }));
}
