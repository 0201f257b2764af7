import type { Channel } from "amqplib";
import type { AnyQueueName, Topology } from "./topology.ts";

/** What the broker says of a queue. */
export interface QueueState {
  /** Ready to be taken; what is taken and not acknowledged is not counted. */
  readonly messages: number;
  /** Who takes from it, of all processes. */
  readonly consumers: number;
}

export type QueueStates = ReadonlyMap<AnyQueueName, QueueState>;

/** Looks at every queue; the channel is closed afterwards, also when the look has failed. */
export async function readQueueStates(
  openChannel: () => Promise<Channel>,
  topology: Topology,
): Promise<QueueStates> {
  const channel = await openChannel();
  try {
    const states = new Map<AnyQueueName, QueueState>();
    for (const { name } of topology.queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(topology.nameOf(name));
      states.set(name, { messages: messageCount, consumers: consumerCount });
    }
    return states;
  } finally {
    // The broker has closed it already when it has refused the look.
    await channel.close().catch(() => undefined);
  }
}
