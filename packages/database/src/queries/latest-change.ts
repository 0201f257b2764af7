import type { Connection } from "../connection.ts";
import { and, desc, eq } from "../drizzle.ts";
import { stateChanges } from "../tables/index.ts";
import type { StateChangeRow } from "./journals.ts";

/** The step by which an attempt, a refund or the payment itself came to a state last, among those of its payment. */
export async function findLatestChange(
  connection: Connection,
  of: { readonly paymentId: string; readonly subjectId: string; readonly toState: string },
): Promise<StateChangeRow | null> {
  const { id, paymentId, subjectId, toState } = stateChanges;
  const [row] = await connection
    .select()
    .from(stateChanges, { forceIndex: "state_changes_payment" })
    .where(and(eq(paymentId, of.paymentId), eq(subjectId, of.subjectId), eq(toState, of.toState)))
    .orderBy(desc(id))
    .limit(1);
  return row ?? null;
}
