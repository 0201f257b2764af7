import { type Database, findRefund, type RefundView } from "@compose-pay/database";
import type { RefundKind } from "@compose-pay/domain";
import type { Call } from "../merchant-call.ts";

const refundId = /^rfd_[0-9a-z]{26}$/;

/**
 * What merchants see: the refunds of their payments' balance. The money of a second payment goes back beside it
 * and is told as an event of the payment.
 */
export const shownKinds: readonly RefundKind[] = ["merchant", "returned"];

/** The refund that a call's path names, if the key may see it: one of its app, and of its mode. */
export async function findOwnRefund(
  database: Database,
  { caller, id }: Pick<Call, "caller" | "id">,
): Promise<RefundView | null> {
  if (!refundId.test(id)) return null;
  const view = await findRefund(database.connection, id);
  if (view === null || !shownKinds.includes(view.refund.kind)) return null;
  return view.refund.appId === caller.appId && view.refund.live === caller.live ? view : null;
}
