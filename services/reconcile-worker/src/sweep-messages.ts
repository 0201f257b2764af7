import { attemptDelivery, fanOutEvent, processNotification } from "@compose-pay/contracts";
import {
  claimDueDeliveries,
  claimDueEvents,
  claimDueNotifications,
  type Connection,
  type DueClaim,
  inTransaction,
} from "@compose-pay/database";
import { channelQueue, type OutgoingMessage } from "@compose-pay/messaging";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

/** Events whose deliveries were not made in time. */
export function sweepEvents(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "events",
    claim: claimDueEvents,
    message: ({ id, traceId }) => ({
      queue: "notify.events",
      contract: fanOutEvent,
      body: { event_id: id },
      traceId,
    }),
  });
}

/** Deliveries whose next attempt is due: this is what moves them along the retry ladder. */
export function sweepDeliveries(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "deliveries",
    claim: claimDueDeliveries,
    message: ({ id, traceId }) => ({
      queue: "notify.deliveries",
      contract: attemptDelivery,
      body: { delivery_id: id },
      traceId,
    }),
  });
}

/** Channel notifications that were acknowledged and that no worker has processed in time. */
export function sweepNotifications(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "notifications",
    claim: claimDueNotifications,
    message: ({ id, channel, traceId }) => ({
      queue: channelQueue(channel, "notifications"),
      contract: processNotification,
      body: { channel_notification_id: id },
      traceId,
    }),
  });
}

function sweepBy<Row>(
  deps: SweepDeps,
  kind: {
    readonly name: string;
    readonly claim: (transaction: Connection, claim: DueClaim) => Promise<readonly Row[]>;
    readonly message: (row: Row) => OutgoingMessage;
  },
): Sweep {
  return {
    name: kind.name,
    run: async (now) => {
      if (!deps.messaging.isReady().publishing) return nothingTaken;
      const claim = { now, leaseMs: deps.leaseMs, limit: deps.batch };
      const due = await inTransaction(deps.database, (transaction) => kind.claim(transaction, claim));
      await Promise.all(due.map((row) => deps.messaging.publish(kind.message(row))));
      return { taken: due.length, isFull: due.length === deps.batch };
    },
  };
}
