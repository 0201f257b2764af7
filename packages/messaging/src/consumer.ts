import type { ConsumeMessage } from "amqplib";
import type { ConsumeOptions, ConsumerParts } from "./consume-options.ts";
import { toDelivery } from "./delivery.ts";
import type { Delivery, Lease } from "./delivery.ts";
import { DeliveryHandler } from "./delivery-handler.ts";
import type { ConnectionTenant, Session } from "./supervised-connection.ts";
import { watchChannel } from "./watch-channel.ts";

/** Takes messages from one queue, and acknowledges each after its handler's work is done. */
export class Consumer implements ConnectionTenant {
  readonly #parts: ConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #handler: DeliveryHandler;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #giveUp = new AbortController();
  #current: { readonly lease: Lease; readonly consumerTag: string } | null = null;

  constructor(parts: ConsumerParts, options: ConsumeOptions) {
    this.#parts = parts;
    this.#options = options;
    const signals = { stopping: this.#stopping.signal, giveUp: this.#giveUp.signal };
    this.#handler = new DeliveryHandler(parts, options, signals);
  }

  readonly up = async (session: Session): Promise<void> => {
    if (this.#stopping.signal.aborted) return;
    const { queue, prefetch } = this.#options;
    const channel = await session.model.createChannel();
    const lease: Lease = { channel, isOpen: true };
    channel.on("close", () => (lease.isOpen = false));
    watchChannel(channel, `to consume ${queue}`, session);
    await channel.prefetch(prefetch);
    const take = (message: ConsumeMessage | null) => {
      if (message === null) session.end(new Error(`the queue ${queue} was deleted`));
      else this.#take(toDelivery(message, lease), session.end);
    };
    const { consumerTag } = await channel.consume(this.#parts.topology.nameOf(queue), take);
    this.#current = { lease, consumerTag };
  };

  readonly down = (): void => {
    this.#current = null;
  };

  /** From now on nothing new is taken; what was given out is still handled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    try {
      await this.#current?.lease.channel.cancel(this.#current.consumerTag);
    } catch {
      // The channel is gone, and with it the consumer.
    }
  }

  /** Resolves when no handler runs and the broker has every acknowledgement. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    const { topology } = this.#parts;
    try {
      // Acknowledgements have no answer of their own. The answer to this comes after the broker has read
      // them; a connection that is closed without it can lose the last ones (RabbitMQ 3.10, quorum queues).
      await this.#current?.lease.channel.checkQueue(topology.nameOf(this.#options.queue));
    } catch {
      // The channel is gone, and what was not acknowledged is given out again.
    }
  }

  /** Tells the handlers to end; what they leave undone is given out again. */
  giveUp(): void {
    this.#giveUp.abort();
  }

  #take(delivery: Delivery, end: Session["end"]): void {
    const handled = this.#handler
      .handle(delivery)
      .catch((error: unknown) => {
        this.#parts.logger.error({ error, queue: this.#options.queue }, "a message could not be settled");
        end(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => this.#running.delete(handled));
    this.#running.add(handled);
  }
}
