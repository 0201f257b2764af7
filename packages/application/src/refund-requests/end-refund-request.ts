import {
  type Database,
  decideRefundRequest,
  findRefundRequest,
  type RefundRequestRow,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";

/** `ended`: now, or by the same person before. */
export type RefundRequestEnd =
  | { readonly kind: "ended"; readonly request: RefundRequestRow }
  | { readonly kind: "already_decided"; readonly request: RefundRequestRow }
  | { readonly kind: "request_unknown" };

export interface EndingOfRequest {
  readonly id: string;
  readonly operatorId: string;
  /** Why, for whoever reads the request later. */
  readonly reason: string | null;
}

interface EndDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** Somebody does not agree. No money moves by it, and that is final. */
export function rejectRefundRequest(deps: EndDeps, ending: EndingOfRequest): Promise<RefundRequestEnd> {
  return end(deps, ending, "rejected");
}

/** Whoever asked takes it back, as finally. */
export async function withdrawRefundRequest(
  deps: EndDeps,
  ending: EndingOfRequest & Pick<RefundRequestRow, "kind">,
): Promise<RefundRequestEnd | { readonly kind: "not_own" }> {
  const found = await findRefundRequest(deps.database.connection, ending.id);
  if (found === null || found.kind !== ending.kind) return { kind: "request_unknown" };
  return found.requestedBy === ending.operatorId ? end(deps, ending, "withdrawn") : { kind: "not_own" };
}

async function end(
  { database, clock }: EndDeps,
  { id, operatorId, reason }: EndingOfRequest,
  state: "rejected" | "withdrawn",
): Promise<RefundRequestEnd> {
  const { connection } = database;
  const decision = { state, decidedBy: operatorId, decidedAt: clock.now(), decisionReason: reason };
  const isDecided = await decideRefundRequest(connection, id, decision);
  const request = await findRefundRequest(connection, id);
  if (request === null) return { kind: "request_unknown" };
  const isOwn = request.state === state && request.decidedBy === operatorId;
  return { kind: isDecided || isOwn ? "ended" : "already_decided", request };
}
