import type { Messaging } from "@compose-pay/messaging";
import type { Metrics } from "@compose-pay/runtime";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

const everyMs = 15_000;

/**
 * Tells operators what waits on each queue, dead letters too, and whether anybody takes from it. Of a broker that cannot be
 * asked nothing is told, since old numbers would look like those of now.
 */
export function watchQueues(messaging: Pick<Messaging, "queueStates">, metrics: Metrics): Sweep {
  const messages = metrics.gauge({
    name: "compose_pay_queue_messages",
    help: "Messages that are ready on a queue, within the last 15 s.",
    labels: ["queue"],
  });
  const consumers = metrics.gauge({
    name: "compose_pay_queue_consumers",
    help: "Consumers of a queue, of all processes, within the last 15 s.",
    labels: ["queue"],
  });
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    name: "queues",
    run: async (now) => {
      if (Math.abs(now.getTime() - lastMs) < everyMs) return nothingTaken;
      lastMs = now.getTime();
      const states = await messaging.queueStates().catch((error: unknown) => {
        messages.reset();
        consumers.reset();
        throw error;
      });
      for (const [queue, state] of states) {
        messages.set({ queue }, state.messages);
        consumers.set({ queue }, state.consumers);
      }
      return nothingTaken;
    },
  };
}
