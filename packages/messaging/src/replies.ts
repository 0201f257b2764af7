import type { MessageContract } from "@compose-pay/contracts";
import { readEnvelope } from "./envelope.ts";
import { parseBody } from "./parse-body.ts";
import type { ConnectionTenant, Session } from "./supervised-connection.ts";
import { watchChannel } from "./watch-channel.ts";
import type { Message } from "amqplib";

/** Answers to what this process asked, over a queue that only it reads and that dies with it. */
export interface Replies<Body> {
  /** Where answers go: the `replyTo` of a question. Null while there is no connection. */
  readonly address: () => string | null;
  /**
   * Waits for the answer; to be called before the question is sent. Null when it does not come in time, and
   * at once when too many wait: whoever asks has a way without it.
   */
  readonly expect: (correlationId: string, timeoutMs: number) => Promise<Body | null>;
}

/** Questions that may wait at one time. */
const mostWaiting = 10_000;

export class ReplyQueue<Body> implements Replies<Body>, ConnectionTenant {
  readonly #contract: MessageContract<Body>;
  readonly #waiting = new Map<string, Set<(body: Body | null) => void>>();
  #waitingCount = 0;
  #address: string | null = null;

  constructor(contract: MessageContract<Body>) {
    this.#contract = contract;
  }

  readonly address = (): string | null => this.#address;

  readonly expect = (correlationId: string, timeoutMs: number): Promise<Body | null> => {
    if (this.#waitingCount >= mostWaiting) return Promise.resolve(null);
    return new Promise((resolve) => {
      const answer = (body: Body | null) => {
        clearTimeout(timer);
        this.#remove(correlationId, answer);
        resolve(body);
      };
      const timer = setTimeout(() => answer(null), timeoutMs);
      this.#add(correlationId, answer);
    });
  };

  /** Makes the queue on a new session; what still waits is answered there or not at all. */
  readonly up = async (session: Session): Promise<void> => {
    const channel = await session.model.createChannel();
    watchChannel(channel, "for replies", session);
    const { queue } = await channel.assertQueue("", { exclusive: true, autoDelete: true, durable: false });
    const take = (message: Message | null) => {
      if (message === null) session.end(new Error("the queue for replies was deleted"));
      else this.#take(message);
    };
    await channel.consume(queue, take, { noAck: true });
    if (!session.isOver()) this.#address = queue;
  };

  readonly down = (): void => {
    this.#address = null;
  };

  #take(message: Message): void {
    const { name, version, correlationId = "" } = readEnvelope(message);
    if (name !== this.#contract.name || version !== this.#contract.version) return;
    const parsed = parseBody(this.#contract, message.content);
    if (parsed.kind === "refused") return;
    for (const answer of this.#waiting.get(correlationId) ?? []) answer(parsed.body);
  }

  #add(correlationId: string, answer: (body: Body | null) => void): void {
    const answers = this.#waiting.get(correlationId) ?? new Set();
    this.#waiting.set(correlationId, answers.add(answer));
    this.#waitingCount += 1;
  }

  #remove(correlationId: string, answer: (body: Body | null) => void): void {
    const answers = this.#waiting.get(correlationId);
    if (answers?.delete(answer) !== true) return;
    this.#waitingCount -= 1;
    if (answers.size === 0) this.#waiting.delete(correlationId);
  }
}
