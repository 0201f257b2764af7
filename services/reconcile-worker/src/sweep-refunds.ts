import { makeRefund, queryRefund } from "@compose-pay/contracts";
import { claimDueRefunds, type DueClaim, type DueRefund } from "@compose-pay/database";
import { channelQueue, type OutgoingMessage } from "@compose-pay/messaging";
import type { QueryPace } from "./query-pace.ts";
import { sweepBy } from "./sweep-by.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import type { Sweep } from "./sweep-loop.ts";

/**
 * Refunds whose due time is over: new ones whose message got lost, and all that the channel must be asked about.
 * No account gets more of them than its pace; what is over waits in its row.
 */
export function sweepRefunds(deps: SweepDeps, pace: QueryPace): Sweep {
  return sweepBy(deps, {
    name: "refunds",
    claim: (transaction, claim: DueClaim) =>
      claimDueRefunds(transaction, claim, (due) => pace.putOff(due, claim.now)),
    message: ([refund]) => (refund.putOffUntil === null ? dueRefundWork(refund) : null),
  });
}

function dueRefundWork({ id, channel, state, triesMade, traceId }: DueRefund): OutgoingMessage {
  const queue = channelQueue(channel, "background");
  if (state === "created") return { queue, contract: makeRefund, body: { refund_id: id }, traceId };
  return { queue, contract: queryRefund, body: { refund_id: id, tries_made: triesMade }, traceId };
}
