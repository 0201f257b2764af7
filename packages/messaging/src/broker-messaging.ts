import type { MessageContract } from "@compose-pay/contracts";
import { newId } from "@compose-pay/runtime";
import type { ConsumeOptions, ConsumerParts } from "./consume-options.ts";
import { Consumer } from "./consumer.ts";
import type { ConsumingSide } from "./consuming-side.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Envelope } from "./envelope.ts";
import type { Messaging, OutgoingMessage, ReplyAddress, StoredMessage } from "./messaging.ts";
import { openDeadLetters } from "./open-dead-letters.ts";
import { deadLetterQueue } from "./queue-name.ts";
import { type QueueStates, readQueueStates } from "./queue-states.ts";
import { ReplyQueue } from "./replies.ts";
import type { Replies } from "./replies.ts";
import { SharedLook } from "./shared-look.ts";
import { sleep } from "./sleep.ts";
import type { SupervisedConnection } from "./supervised-connection.ts";
import type { AnyQueueName } from "./topology.ts";

export interface BrokerMessagingParts extends ConsumerParts {
  readonly consuming: ConsumingSide;
  readonly publishConnection: SupervisedConnection;
  readonly consumeConnection: SupervisedConnection;
  /** After this a look at the queues is given up. */
  readonly lookTimeoutMs: number;
}

/** How long a handler that was told to end has for it. */
const giveUpGraceMs = 500;
const flushPollMs = 20;

/** The two connections and what runs on them, as one thing that is opened and closed. */
export class BrokerMessaging implements Messaging {
  readonly deadLetters: DeadLetters;
  readonly #parts: BrokerMessagingParts;
  readonly #consumers: Consumer[] = [];
  readonly #queues: SharedLook<QueueStates>;

  constructor(parts: BrokerMessagingParts) {
    const { publisher, topology } = parts;
    this.#parts = parts;
    this.#queues = new SharedLook(
      () => readQueueStates(() => publisher.openChannel(), topology),
      parts.lookTimeoutMs,
    );
    this.deadLetters = openDeadLetters(parts);
  }

  async start(): Promise<void> {
    const { publishConnection, consumeConnection } = this.#parts;
    try {
      await Promise.all([publishConnection.start(), consumeConnection.start()]);
    } catch (error) {
      await Promise.all([publishConnection.close(), consumeConnection.close()]);
      throw error;
    }
  }

  publish<Body>({ contract, messageId, ...message }: OutgoingMessage<Body>): Promise<void> {
    const { name, version } = contract;
    return this.publishStored({ ...message, name, version, messageId: messageId ?? newId("msg") });
  }

  publishStored(message: StoredMessage): Promise<void> {
    const { queue, body } = message;
    return this.#parts.publisher.publish({
      queue,
      content: toContent(body),
      envelope: toEnvelope(message),
    });
  }

  bury(message: StoredMessage, reason: string): Promise<void> {
    const death = { reason, originalQueue: message.queue, diedAtMs: Date.now() };
    return this.#parts.publisher.publish({
      queue: deadLetterQueue("outbox"),
      content: toContent(message.body),
      envelope: { ...toEnvelope(message), ...death },
    });
  }

  publishReply<Body>(to: ReplyAddress, { name, version }: MessageContract<Body>, body: Body): void {
    const { replyTo, correlationId, traceId } = to;
    const envelope = toEnvelope({ name, version, traceId, correlationId, messageId: newId("msg") });
    this.#parts.publisher.reply(replyTo, toContent(body), envelope);
  }

  async openReplies<Body>(contract: MessageContract<Body>): Promise<Replies<Body>> {
    const replies = new ReplyQueue(contract);
    await this.#parts.consuming.add(replies);
    return replies;
  }

  async consume(options: ConsumeOptions): Promise<void> {
    const consumer = new Consumer(this.#parts, options);
    this.#consumers.push(consumer);
    await this.#parts.consuming.add(consumer);
  }

  isReady() {
    const { publisher, consumeConnection } = this.#parts;
    return { publishing: publisher.isReady, consuming: consumeConnection.isUp };
  }

  async queueStates(): Promise<QueueStates> {
    this.#parts.publisher.assertReady();
    return this.#queues.now();
  }

  async queueDepths(): Promise<ReadonlyMap<AnyQueueName, number>> {
    return new Map([...(await this.queueStates())].map(([queue, { messages }]) => [queue, messages]));
  }

  async close({ deadlineMs }: { readonly deadlineMs: number }): Promise<void> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const { publisher, publishConnection, consumeConnection, logger } = this.#parts;
    const drained = Promise.all(this.#consumers.map((one) => one.stop().then(() => one.drained())));
    await Promise.race([drained, whenAborted(deadline)]);
    for (const consumer of this.#consumers) consumer.giveUp();
    await Promise.race([drained, sleep(giveUpGraceMs)]);
    while (publisher.inFlight > 0 && !deadline.aborted) await sleep(flushPollMs, deadline);
    if (publisher.inFlight > 0)
      logger.warn({ messages: publisher.inFlight }, "closing before the broker's answer");
    await Promise.all([consumeConnection.close(), publishConnection.close()]);
  }
}

function toContent(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body), "utf8");
}

type FirstEnvelope = Pick<
  Envelope,
  "name" | "version" | "traceId" | "messageId" | "replyTo" | "correlationId"
>;

/** The envelope of a message that is sent for the first time. */
function toEnvelope(message: FirstEnvelope): Envelope {
  const { name, version, traceId, messageId, replyTo, correlationId } = message;
  const counts = { tries: 0, faults: 0, outages: 0, firstSeenMs: Date.now() };
  return { name, version, traceId, messageId, replyTo, correlationId, ...counts };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
