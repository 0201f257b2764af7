import { channelNames } from "@compose-pay/domain";
import type { ChannelName } from "@compose-pay/domain";

/**
 * Lanes of a channel's work. `interactive` is a customer at the till; `background` is all that can wait, so
 * that a flood of sweeps never delays the till; `notifications` is what the channel told us.
 */
export const lanes = ["interactive", "background", "notifications"] as const;
export type Lane = (typeof lanes)[number];

/** The queues that work is taken from. */
export type QueueName = `channel.${ChannelName}.${Lane}` | "notify.events";

export function channelQueue(channel: ChannelName, lane: Lane): QueueName {
  return `channel.${channel}.${lane}`;
}

/**
 * Who has dead letters: the services that own queues, and `outbox` for rows whose queue nobody has
 * declared.
 */
export const deadLetterOwners = ["channel-worker", "notify-worker", "outbox"] as const;
export type DeadLetterOwner = (typeof deadLetterOwners)[number];

export type DeadLetterQueue = `dead.${DeadLetterOwner}`;

export function deadLetterQueue(owner: DeadLetterOwner): DeadLetterQueue {
  return `dead.${owner}`;
}

/** Every queue of work with the one service that consumes it. */
export const workQueues: ReadonlyMap<QueueName, DeadLetterOwner> = new Map([
  ...channelNames.flatMap((channel) =>
    lanes.map((lane): [QueueName, DeadLetterOwner] => [channelQueue(channel, lane), "channel-worker"]),
  ),
  ["notify.events", "notify-worker"],
]);

/** The dead letters of a queue; of `outbox` for a queue that is not ours. */
export function deadLetterQueueOf(queue: string): DeadLetterQueue {
  return deadLetterQueue((isWorkQueue(queue) ? workQueues.get(queue) : undefined) ?? "outbox");
}

export function isWorkQueue(queue: string): queue is QueueName {
  return [...workQueues.keys()].some((name) => name === queue);
}
