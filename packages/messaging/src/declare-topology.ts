import type { ChannelModel } from "amqplib";
import type { Topology } from "./topology.ts";

/** The broker has a queue or exchange of ours with other arguments. Trying again cannot help. */
export class TopologyMismatchError extends Error {
  constructor(name: string, cause: Error) {
    super(
      `the broker has ${name} with other arguments (${cause.message}): ` +
        "empty and delete it, or use another QUEUE_PREFIX",
      { cause },
    );
    this.name = "TopologyMismatchError";
  }
}

/**
 * Declares every queue and exchange; those that stand are left as they are, so all processes may do it, at
 * the same time too.
 *
 * @throws TopologyMismatchError when one stands with other arguments, or amqplib's error
 */
export async function declareTopology(model: ChannelModel, topology: Topology): Promise<void> {
  const channel = await model.createChannel();
  let name = "";
  // A refused declaration also rejects its own promise; the event alone would end the process.
  channel.on("error", () => {});
  try {
    for (const queue of topology.queues) {
      name = topology.nameOf(queue.name);
      await channel.assertQueue(name, { durable: true, arguments: queue.arguments });
    }
    for (const wait of topology.waits) {
      name = topology.nameOf(wait);
      await channel.assertExchange(name, "fanout", { durable: true });
      await channel.bindQueue(name, name, "");
    }
  } catch (error) {
    throw isPreconditionFailure(error) ? new TopologyMismatchError(name, error) : error;
  }
  await channel.close();
}

/** AMQP 0-9-1 reply code 406. */
function isPreconditionFailure(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === 406;
}
