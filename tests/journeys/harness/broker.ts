import {
  connectMessaging,
  type DeadLetter,
  deadLetterOwners,
  type OutgoingMessage,
} from "@compose-pay/messaging";
import { createLogger, createMetrics } from "@compose-pay/runtime";
import { connect } from "amqplib";

/** The product's queues, seen and treated from outside. */
export interface Broker {
  /** Messages that wait, by queue without prefix. */
  depths(): Promise<ReadonlyMap<string, number>>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Resolves when the broker has the message. */
  publish<Body>(message: OutgoingMessage<Body>): Promise<void>;
  /** Deletes every queue with what is in it, as if the broker had lost its disk. */
  deleteQueues(): Promise<void>;
  /** Throws away what is in the queues and is in nobody's hands. */
  purgeQueues(): Promise<void>;
  /** Removes all that the product has left on the broker. */
  close(): Promise<void>;
}

export async function openBroker(url: string, prefix: string): Promise<Broker> {
  const messaging = await connectMessaging({
    url,
    service: "journey",
    queuePrefix: prefix,
    logger: createLogger({ service: "journey", level: "silent" }),
    metrics: createMetrics("journey"),
  });
  const names = [...(await messaging.queueDepths()).keys()];
  const onChannel = (work: ChannelWork) => withChannel(url, work);
  return {
    depths: () => messaging.queueDepths(),
    publish: (message) => messaging.publish(message),
    deadLetters: async () => {
      const lists = await Promise.all(
        deadLetterOwners.map((owner) => messaging.deadLetters.list(owner, 100)),
      );
      return lists.flat();
    },
    deleteQueues: () =>
      onChannel(async (channel) => {
        for (const name of names) await channel.deleteQueue(prefix + name);
      }),
    purgeQueues: () =>
      onChannel(async (channel) => {
        for (const name of names) await channel.purgeQueue(prefix + name);
      }),
    close: async () => {
      await messaging.close({ deadlineMs: 2_000 });
      await onChannel(async (channel) => {
        for (const name of names) await channel.deleteQueue(prefix + name);
        for (const name of names.filter((one) => one.startsWith("wait."))) {
          await channel.deleteExchange(prefix + name);
        }
      });
    },
  };
}

type AmqpChannel = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["createChannel"]>>;
type ChannelWork = (channel: AmqpChannel) => Promise<void>;

async function withChannel(url: string, work: ChannelWork): Promise<void> {
  const connection = await connect(url);
  try {
    await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}
