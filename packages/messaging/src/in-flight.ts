import { PublishError } from "./publish-error.ts";
import type { PublishFault } from "./publish-error.ts";

/** A message that was sent and has not been answered. Only its first answer counts. */
export interface InFlightMessage {
  readonly confirm: () => void;
  readonly fail: (fault: PublishFault, cause?: Error) => void;
}

export type Settled = (error: PublishError | null) => void;

interface Entry extends InFlightMessage {
  readonly messageId: string;
}

/**
 * The messages that wait for the broker's confirmation. Each is answered exactly once: by the broker, by
 * the time-out, or by the end of the connection, whose confirmations never come.
 */
export class InFlight {
  readonly #entries = new Set<Entry>();
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(messageId: string, settled: Settled): InFlightMessage {
    const settle = (error: PublishError | null) => {
      if (!this.#entries.delete(entry)) return;
      clearTimeout(timer);
      settled(error);
    };
    const entry: Entry = {
      messageId,
      confirm: () => settle(null),
      fail: (fault, cause) => settle(new PublishError(fault, cause === undefined ? {} : { cause })),
    };
    const timer = setTimeout(() => entry.fail("confirm_timeout"), this.#timeoutMs);
    this.#entries.add(entry);
    return entry;
  }

  /** A returned message names itself by its id alone. Two of one id go the same way, so both fail. */
  failReturned(messageId: unknown): void {
    for (const entry of this.#entries) if (entry.messageId === messageId) entry.fail("unroutable");
  }

  failAll(cause: Error): void {
    for (const entry of this.#entries) entry.fail("connection_lost", cause);
  }
}
