import type { Connection } from "../connection.ts";
import { and, desc, eq, inArray, lt } from "../drizzle.ts";
import { operators, payments, refundRequests, type RefundRequestState } from "../tables/index.ts";
import type { RefundRequestRow } from "./refund-requests.ts";

/** A request with the merchant's number of its payment and the e-mails of who asked and who decided. */
export interface RefundRequestView {
  readonly request: RefundRequestRow;
  readonly orderNo: string | null;
  readonly emails: ReadonlyMap<string, string>;
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

/** Newest first, by id: those about where its money goes, and the one that it was made of. */
export async function listRefundRequestsOfRefund(
  connection: Connection,
  refundId: string,
  limit: number,
): Promise<RefundRequestView[]> {
  const rows = await connection
    .select()
    .from(refundRequests, { forceIndex: "refund_requests_refund" })
    .where(eq(refundRequests.refundId, refundId))
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
