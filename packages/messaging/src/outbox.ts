import type { Database, OutboxRow } from "@compose-pay/database";
import { systemClock } from "@compose-pay/runtime";
import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import type { Messaging } from "./messaging.ts";
import { OutboxDispatcher } from "./outbox-dispatcher.ts";
import { createOutboxMetrics } from "./outbox-metrics.ts";
import type { OutboxMetrics } from "./outbox-metrics.ts";
import { defaultRelayRhythm, OutboxRelay } from "./outbox-relay.ts";
import type { RelayRhythm } from "./outbox-relay.ts";

/**
 * The way of a message that was stored in the transaction that decided on it: published after the commit and
 * deleted, by the same process or, when that fails or dies, by any relay. A crash anywhere makes a duplicate
 * at worst.
 */
export interface Outbox {
  /**
   * Publishes rows that are committed and deletes them; returns at once and never throws. What cannot be sent
   * now, or is too much, is left to the relay.
   *
   * @param reply who waits for the answer; the relay sends without it
   */
  dispatch(rows: readonly OutboxRow[], reply?: ReplyPath): void;
  /** Begins to publish rows that were left behind, by whatever process. */
  startRelay(rhythm?: Partial<RelayRhythm>): void;
  /** Ends the relay and waits for what was dispatched. */
  stop(): Promise<void>;
}

export interface ReplyPath {
  readonly replyTo: string;
  readonly correlationId: string;
}

export interface OutboxOptions {
  readonly database: Database;
  readonly messaging: Pick<Messaging, "publishStored" | "bury" | "isReady">;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The machine's when left out. */
  readonly clock?: Clock;
}

/** What dispatcher and relay work with. */
export interface OutboxParts extends Omit<OutboxOptions, "metrics" | "clock"> {
  readonly metrics: OutboxMetrics;
  readonly clock: Clock;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const metrics = createOutboxMetrics(options.metrics);
  const parts: OutboxParts = { ...options, metrics, clock: options.clock ?? systemClock };
  const dispatcher = new OutboxDispatcher(parts);
  const relays: OutboxRelay[] = [];
  return {
    dispatch: (rows, reply) => dispatcher.dispatch(rows, reply),
    startRelay: (rhythm) => {
      const relay = new OutboxRelay(parts, { ...defaultRelayRhythm, ...rhythm });
      relays.push(relay);
      relay.start();
    },
    stop: async () => {
      await Promise.all(relays.map((relay) => relay.stop()));
      await dispatcher.drained();
    },
  };
}
