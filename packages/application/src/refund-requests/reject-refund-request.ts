import {
  type Database,
  decideRefundRequest,
  findRefundRequest,
  type RefundRequestRow,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";

export type RefundRejection =
  | { readonly kind: "rejected"; readonly request: RefundRequestRow }
  | { readonly kind: "already_decided"; readonly request: RefundRequestRow }
  | { readonly kind: "request_unknown" };

/** Somebody does not agree, or whoever asked takes it back. Nothing is refunded, and that is final. */
export async function rejectRefundRequest(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { id, operatorId }: { readonly id: string; readonly operatorId: string },
): Promise<RefundRejection> {
  const { connection } = database;
  const decision = {
    state: "rejected",
    decidedBy: operatorId,
    decidedAt: clock.now(),
    refundId: null,
  } as const;
  const isDecided = await decideRefundRequest(connection, id, decision);
  const request = await findRefundRequest(connection, id);
  if (request === null) return { kind: "request_unknown" };
  const isOwn = request.state === "rejected" && request.decidedBy === operatorId;
  return { kind: isDecided || isOwn ? "rejected" : "already_decided", request };
}
