import type { MessageContract } from "@compose-pay/contracts";
import type { ConsumeOptions } from "./consume-options.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { QueueName } from "./queue-name.ts";
import type { QueueStates } from "./queue-states.ts";
import type { Replies } from "./replies.ts";
import type { AnyQueueName } from "./topology.ts";

/** A message to be sent, and who waits for its answer. */
export interface OutgoingMessage<Body = unknown> {
  readonly queue: QueueName;
  readonly contract: MessageContract<Body>;
  readonly body: Body;
  readonly traceId: string;
  /** Names the message in logs and dead letters; a new one when left out. */
  readonly messageId?: string;
  /** Who waits for the answer, and for which. */
  readonly replyTo?: string;
  readonly correlationId?: string;
}

/** A message as the outbox keeps it: what its contract is called, and a queue that may prove unknown. */
export interface StoredMessage extends Omit<OutgoingMessage, "queue" | "contract" | "messageId"> {
  readonly queue: string;
  readonly name: string;
  readonly version: number;
  readonly messageId: string;
}

export interface ReplyAddress {
  readonly replyTo: string;
  readonly correlationId: string;
  readonly traceId: string;
}

/** The process's way to the broker, over one connection to publish and one to consume. */
export interface Messaging {
  /**
   * Resolves when the broker has the message on its queue, on disk.
   *
   * @throws PublishError, also when that is merely unknown
   */
  publish<Body>(message: OutgoingMessage<Body>): Promise<void>;
  /** The same for a row of the outbox. */
  publishStored(message: StoredMessage): Promise<void>;
  /** Puts a row of the outbox that no queue takes among the dead letters of `outbox`. */
  bury(message: StoredMessage, reason: string): Promise<void>;
  /** Answers somebody who waits. Not kept, not confirmed: a lost reply costs them their patience only. */
  publishReply<Body>(to: ReplyAddress, contract: MessageContract<Body>, body: Body): void;
  /** Opens this process's queue for answers of one contract. */
  openReplies<Body>(contract: MessageContract<Body>): Promise<Replies<Body>>;
  /** Begins to take messages from a queue, now and after every reconnect. */
  consume(options: ConsumeOptions): Promise<void>;
  readonly deadLetters: DeadLetters;
  isReady(): { readonly publishing: boolean; readonly consuming: boolean };
  /**
   * What waits on each queue and how many take from it; a look that is under way is shared.
   *
   * @throws DependencyError when there is no connection, the broker has an alarm, or no answer comes within 5 s
   */
  queueStates(): Promise<QueueStates>;
  /** The messages of `queueStates` alone. */
  queueDepths(): Promise<ReadonlyMap<AnyQueueName, number>>;
  /**
   * Takes nothing new, waits for what runs, waits for the confirmations, and closes. What is not done by the
   * deadline is given out again by the broker.
   */
  close(options: { readonly deadlineMs: number }): Promise<void>;
}
