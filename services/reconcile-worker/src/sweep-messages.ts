import { fanOutEvents, mostEventsInMessage, processNotification } from "@compose-pay/contracts";
import { claimDueEvents, claimDueNotifications } from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import { sweepBy } from "./sweep-by.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import type { Sweep } from "./sweep-loop.ts";

/** Events whose deliveries were not made in time. */
export function sweepEvents(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "events",
    claim: claimDueEvents,
    mostInMessage: mostEventsInMessage,
    message: (events) => ({
      queue: "notify.events",
      contract: fanOutEvents,
      body: { event_ids: events.map(({ id }) => id) },
      traceId: events[0].traceId,
    }),
  });
}

/** Channel notifications that were acknowledged and that no worker has processed in time. */
export function sweepNotifications(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "notifications",
    claim: claimDueNotifications,
    message: ([{ id, channel, traceId }]) => ({
      queue: channelQueue(channel, "notifications"),
      contract: processNotification,
      body: { channel_notification_id: id },
      traceId,
    }),
  });
}
