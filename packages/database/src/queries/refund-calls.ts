import type { Connection } from "../connection.ts";
import { and, desc, eq, or } from "../drizzle.ts";
import { stateChanges } from "../tables/index.ts";
import type { RefundRow } from "./refunds.ts";

/** The cause under which a refund's next call is written down before it goes out; its state stays as it is. */
export const refundAgain = "refund_again";

/**
 * When the newest call that makes this refund was begun, whether it has an answer or not; null when none was.
 * The journal of calls does not have those that are under way.
 */
export async function findLastRefundCall(
  connection: Connection,
  refund: Pick<RefundRow, "id" | "paymentId">,
): Promise<Date | null> {
  const [found] = await connection
    .select({ at: stateChanges.at })
    .from(stateChanges)
    .where(
      and(
        eq(stateChanges.paymentId, refund.paymentId),
        eq(stateChanges.subjectId, refund.id),
        or(eq(stateChanges.toState, "submitted"), eq(stateChanges.cause, refundAgain)),
      ),
    )
    .orderBy(desc(stateChanges.at))
    .limit(1);
  return found?.at ?? null;
}
