import { fanOutEvents } from "@compose-pay/contracts";
import { connectMessaging, dead, type Messaging, on } from "@compose-pay/messaging";
import { createLogger, createMetrics } from "@compose-pay/runtime";
import { freshQueuePrefix, serverUrl, waitFor } from "@compose-pay/test-support";

export interface TestBroker {
  /** For a command line of its own: the broker, and queues that nobody else has. */
  readonly env: { readonly AMQP_URL: string; readonly QUEUE_PREFIX: string };
  /** Makes dead letters of notify-worker with these ids. */
  readonly makeDead: (ids: readonly string[]) => Promise<void>;
  /** Messages that are ready, by queue. */
  readonly depths: () => Promise<ReadonlyMap<string, number>>;
  readonly close: () => Promise<void>;
}

export function openBroker(): TestBroker {
  const { prefix, cleanup } = freshQueuePrefix();
  const env = { AMQP_URL: serverUrl("AMQP_URL"), QUEUE_PREFIX: prefix };
  const use = async <Result>(work: (messaging: Messaging) => Promise<Result>) => {
    const messaging = await connectMessaging({
      url: env.AMQP_URL,
      service: "test",
      queuePrefix: prefix,
      logger: createLogger({ service: "test", level: "silent" }),
      metrics: createMetrics("test"),
    });
    try {
      return await work(messaging);
    } finally {
      await messaging.close({ deadlineMs: 5_000 });
    }
  };
  const depths = () => use((messaging) => messaging.queueDepths());
  return {
    env,
    depths,
    makeDead: (ids) => use((messaging) => makeDead(messaging, ids)),
    close: async () =>
      cleanup(
        env.AMQP_URL,
        [...(await depths()).keys()].map((queue) => `${prefix}${queue}`),
      ),
  };
}

async function makeDead(messaging: Messaging, ids: readonly string[]): Promise<void> {
  await messaging.consume({
    queue: "notify.events",
    prefetch: 1,
    handlers: [on(fanOutEvents, () => Promise.resolve(dead("no such event")))],
  });
  for (const messageId of ids) {
    const body = { event_ids: [`evt_of_${messageId}`] };
    await messaging.publish({
      queue: "notify.events",
      contract: fanOutEvents,
      body,
      traceId: "trace_1",
      messageId,
    });
  }
  const limits = { deadlineMs: 10_000, what: "the dead letters" };
  await waitFor(async () => (await messaging.queueDepths()).get("dead.notify-worker") === ids.length, limits);
}
