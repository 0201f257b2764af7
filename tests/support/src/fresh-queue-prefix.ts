import { randomBytes } from "node:crypto";
import { connect } from "amqplib";

export interface FreshQueuePrefix {
  /** `test.<random>.`, to be put before the names of queues and exchanges. */
  readonly prefix: string;
  /** Deletes the queues of these full names, and what is in them; those that do not exist are passed over. */
  readonly cleanup: (amqpUrl: string, queues: readonly string[]) => Promise<void>;
}

/** A prefix that keeps the queues of one test apart from those of every other on the same broker. */
export function freshQueuePrefix(): FreshQueuePrefix {
  const prefix = `test.${randomBytes(6).toString("hex")}.`;
  return { prefix, cleanup: (amqpUrl, queues) => deleteQueues(amqpUrl, queues) };
}

async function deleteQueues(amqpUrl: string, queues: readonly string[]): Promise<void> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createChannel();
    for (const queue of queues) await channel.deleteQueue(queue);
  } finally {
    await connection.close();
  }
}
