import type { Logger } from "@compose-pay/runtime";
import type { Handling } from "./handling.ts";
import type { MessagingMetrics } from "./messaging-metrics.ts";
import type { RetryRules } from "./next-step.ts";
import type { Publisher } from "./publisher.ts";
import type { QueueName } from "./queue-name.ts";
import type { Topology } from "./topology.ts";

export interface ConsumeOptions {
  readonly queue: QueueName;
  /** Messages that are handled at one time. */
  readonly prefetch: number;
  /** What this queue carries, one `on(contract, handler)` each. Anything else is dead at once. */
  readonly handlers: readonly Handling[];
  /** How long a handler may take; 60 s when left out. */
  readonly deadlineMs?: number;
  readonly rules?: Partial<RetryRules>;
}

/** What a consumer works with. */
export interface ConsumerParts {
  readonly topology: Topology;
  readonly publisher: Publisher;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  readonly isDependencyFailure: (error: unknown) => boolean;
}

export interface StopSignals {
  /** Nothing new is taken: pauses end early. */
  readonly stopping: AbortSignal;
  /** Nobody waits any more: what is not done is left to whom the broker gives it next. */
  readonly giveUp: AbortSignal;
}
