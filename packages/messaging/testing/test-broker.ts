import { createLogger, createMetrics } from "@compose-pay/runtime";
import type { Logger } from "@compose-pay/runtime";
import { freshQueuePrefix, serverUrl } from "@compose-pay/test-support";
import { connect } from "amqplib";
import type { Channel } from "amqplib";
import { connectMessaging } from "../src/connect-messaging.ts";
import type { MessagingOptions } from "../src/connect-messaging.ts";
import type { Messaging } from "../src/messaging.ts";
import { createTopology } from "../src/topology.ts";

/** Messaging on the real broker, under a prefix of its own, with everything taken away in the end. */
export interface TestBroker {
  readonly prefix: string;
  readonly url: string;
  /** Connects; closed with the broker. */
  readonly open: (options?: Partial<MessagingOptions>) => Promise<Messaging>;
  /** A plain channel, for what only a broken program would send. */
  readonly channel: () => Promise<Channel>;
  readonly close: () => Promise<void>;
}

export function testBroker(): TestBroker {
  const url = serverUrl("AMQP_URL");
  const { prefix } = freshQueuePrefix();
  const closers: (() => Promise<unknown>)[] = [];
  return {
    prefix,
    url,
    open: async (options = {}) => {
      const messaging = await connectMessaging({
        url,
        service: "test",
        queuePrefix: prefix,
        logger: quietLogger(),
        metrics: createMetrics("test"),
        ...options,
      });
      closers.push(() => messaging.close({ deadlineMs: 2_000 }));
      return messaging;
    },
    channel: async () => {
      const connection = await connect(url);
      closers.push(() => connection.close());
      return connection.createChannel();
    },
    close: async () => {
      for (const close of closers.splice(0).toReversed()) await close();
      await deleteTopology(url, prefix);
    },
  };
}

export function quietLogger(): Logger {
  return createLogger({ service: "test", level: process.env["TEST_LOG"] === undefined ? "silent" : "info" });
}

async function deleteTopology(url: string, prefix: string): Promise<void> {
  const topology = createTopology(prefix);
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const { name } of topology.queues) await channel.deleteQueue(topology.nameOf(name));
  for (const wait of topology.waits) await channel.deleteExchange(topology.nameOf(wait));
  await connection.close();
}
