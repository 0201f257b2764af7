import type { Channel, ConfirmChannel, Message } from "amqplib";
import { declareTopology } from "./declare-topology.ts";
import { writeEnvelope } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { InFlight } from "./in-flight.ts";
import type { Settled } from "./in-flight.ts";
import type { MessagingMetrics } from "./messaging-metrics.ts";
import { PublishError } from "./publish-error.ts";
import type { ConnectionTenant, Session } from "./supervised-connection.ts";
import type { Topology, WaitName } from "./topology.ts";
import { watchChannel } from "./watch-channel.ts";

export interface PublisherOptions {
  readonly topology: Topology;
  readonly metrics: MessagingMetrics;
  /** After this a message counts as not sent, though it may have been. */
  readonly confirmTimeoutMs: number;
  /** Messages that may wait for their confirmation at one time. */
  readonly mostInFlight: number;
}

export interface RoutedMessage {
  /** The queue it ends on, without prefix. A name that nobody declared proves unroutable. */
  readonly queue: string;
  /** Where it waits before. */
  readonly wait?: WaitName;
  readonly content: Buffer;
  readonly envelope: Envelope;
}

/** Sends messages and knows of each whether the broker has it. */
export class Publisher implements ConnectionTenant {
  readonly #options: PublisherOptions;
  readonly #inFlight: InFlight;
  #live: { readonly session: Session; readonly channel: ConfirmChannel } | null = null;
  #isBlocked = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#inFlight = new InFlight(options.confirmTimeoutMs);
  }

  get isReady(): boolean {
    return this.#live !== null && !this.#isBlocked;
  }

  /** @throws PublishError when there is no connection, or the broker takes nothing */
  assertReady(): void {
    if (this.#live === null) throw new PublishError("not_connected");
    if (this.#isBlocked) throw new PublishError("blocked");
  }

  /** Messages that are sent and not confirmed. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  readonly up = async (session: Session): Promise<void> => {
    const { model } = session;
    await declareTopology(model, this.#options.topology);
    const channel = await model.createConfirmChannel();
    watchChannel(channel, "to publish", session);
    channel.on("return", (message) => this.#handleReturn(message, session));
    this.#isBlocked = false;
    model.on("blocked", () => (this.#isBlocked = true));
    model.on("unblocked", () => (this.#isBlocked = false));
    if (!session.isOver()) this.#live = { session, channel };
  };

  readonly down = (cause: Error): void => {
    this.#live = null;
    this.#inFlight.failAll(cause);
  };

  /**
   * Resolves when the broker has confirmed that the message is on its queue, on disk.
   *
   * @throws PublishError
   */
  publish(message: RoutedMessage): Promise<void> {
    const { published, publishFailures } = this.#options.metrics;
    const { queue } = message;
    return new Promise((resolve, reject) => {
      this.#send(message, (error) => {
        if (error === null) published.inc({ queue });
        else publishFailures.inc({ queue, fault: error.fault });
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  /** Sends to somebody who waits. If it is lost they wait in vain, and know what to do then. */
  reply(replyTo: string, content: Buffer, envelope: Envelope): void {
    if (!this.isReady) return;
    try {
      this.#live?.channel.publish("", replyTo, content, writeEnvelope(envelope));
    } catch {
      // The channel closed this moment, and the reply is lost with it.
    }
  }

  /**
   * A channel to look at queues with. The caller closes it.
   *
   * @throws PublishError when there is no connection
   */
  async openChannel(): Promise<Channel> {
    if (this.#live === null) throw new PublishError("not_connected");
    try {
      const channel = await this.#live.session.model.createChannel();
      // What the broker refuses also rejects the call that it refused.
      channel.on("error", () => {});
      return channel;
    } catch (cause) {
      throw new PublishError("connection_lost", { cause });
    }
  }

  #send(message: RoutedMessage, settled: Settled): void {
    if (this.#live === null) return settled(new PublishError("not_connected"));
    if (this.#isBlocked) return settled(new PublishError("blocked"));
    if (this.#inFlight.size >= this.#options.mostInFlight) return settled(new PublishError("overloaded"));
    const { topology } = this.#options;
    const { queue, wait, content, envelope } = message;
    const exchange = wait === undefined ? "" : topology.nameOf(wait);
    const options = { ...writeEnvelope(envelope), mandatory: true, persistent: true };
    const sent = this.#inFlight.add(envelope.messageId, settled);
    try {
      this.#live.channel.publish(exchange, topology.nameOf(queue), content, options, (error: unknown) => {
        if (error === null) sent.confirm();
        else sent.fail(isNack(error) ? "nacked" : "connection_lost");
      });
    } catch (cause) {
      sent.fail("connection_lost", cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  /** A queue of ours that is gone was deleted by hand; a new session declares it again. */
  #handleReturn(message: Message, session: Session): void {
    const { topology } = this.#options;
    this.#inFlight.failReturned(message.properties.messageId);
    const queue = topology.queueOf(message.fields.routingKey);
    if (topology.queues.every((one) => one.name !== queue)) return;
    session.end(new Error(`the queue ${message.fields.routingKey} is missing`));
  }
}

/** amqplib gives the same callback an error of another text when the channel closes. */
function isNack(error: unknown): boolean {
  return error instanceof Error && error.message === "message nacked";
}
