import type { Connection } from "../connection.ts";
import { and, desc, eq, gte, ne } from "../drizzle.ts";
import { refundRequests, refunds } from "../tables/index.ts";

export interface EqualRefund {
  readonly paymentId: string;
  /** In fen. */
  readonly amount: number;
  readonly since: Date;
}

/**
 * When the newest refund of this amount was made or asked for, whoever wanted it; what has failed, what was not agreed to
 * and what the product makes by itself are none. Looks at the refunds of one payment alone.
 */
export async function findEqualRefund(
  connection: Connection,
  { paymentId, amount, since }: EqualRefund,
): Promise<Date | null> {
  const [made] = await connection
    .select({ at: refunds.createdAt })
    .from(refunds, { forceIndex: "refunds_payment" })
    .where(
      and(
        eq(refunds.paymentId, paymentId),
        eq(refunds.amount, amount),
        eq(refunds.kind, "merchant"),
        ne(refunds.state, "failed"),
        gte(refunds.createdAt, since),
      ),
    )
    .orderBy(desc(refunds.id))
    .limit(1);
  const [asked] = await connection
    .select({ at: refundRequests.requestedAt })
    .from(refundRequests, { forceIndex: "refund_requests_payment" })
    .where(
      and(
        eq(refundRequests.paymentId, paymentId),
        eq(refundRequests.amount, amount),
        eq(refundRequests.kind, "refund"),
        eq(refundRequests.state, "waiting"),
        gte(refundRequests.requestedAt, since),
      ),
    )
    .orderBy(desc(refundRequests.id))
    .limit(1);
  if (made === undefined || asked === undefined) return (made ?? asked)?.at ?? null;
  return made.at > asked.at ? made.at : asked.at;
}
