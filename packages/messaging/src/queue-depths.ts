import type { MessagingMetrics } from "./messaging-metrics.ts";
import type { Publisher } from "./publisher.ts";
import type { AnyQueueName, Topology } from "./topology.ts";

/** Looks at every queue, and shows what it saw as a metric too. */
export async function readQueueDepths(
  publisher: Publisher,
  topology: Topology,
  metrics: MessagingMetrics,
): Promise<ReadonlyMap<AnyQueueName, number>> {
  const channel = await publisher.openChannel();
  const depths = new Map<AnyQueueName, number>();
  for (const { name: queue } of topology.queues) {
    const { messageCount } = await channel.checkQueue(topology.nameOf(queue));
    metrics.queueMessages.set({ queue }, messageCount);
    depths.set(queue, messageCount);
  }
  await channel.close();
  return depths;
}
