import { connectMessaging, type Messaging } from "@compose-pay/messaging";
import { createLogger, createMetrics } from "@compose-pay/runtime";
import { freshQueuePrefix, serverUrl } from "@compose-pay/test-support";

/** The real broker under a prefix of this test's own. */
export interface TestMessaging {
  readonly messaging: Messaging;
  readonly amqpUrl: string;
  readonly queuePrefix: string;
  /** Another connection, closed by the test itself. */
  open(): Promise<Messaging>;
  close(): Promise<void>;
}

export async function openTestMessaging(): Promise<TestMessaging> {
  const amqpUrl = serverUrl("AMQP_URL");
  const { prefix, cleanup } = freshQueuePrefix();
  const open = () =>
    connectMessaging({
      url: amqpUrl,
      service: "test",
      queuePrefix: prefix,
      logger: createLogger({ service: "test", level: "silent" }),
      metrics: createMetrics("test"),
    });
  const messaging = await open();
  return {
    messaging,
    amqpUrl,
    queuePrefix: prefix,
    open,
    close: async () => {
      const queues = [...(await messaging.queueDepths()).keys()].map((name) => `${prefix}.${name}`);
      await messaging.close({ deadlineMs: 5_000 });
      await cleanup(amqpUrl, queues);
    },
  };
}
