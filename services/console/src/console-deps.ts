import type { Clock, Logger, Metrics, newId } from "@compose-pay/runtime";
import type { Infrastructure } from "./open-infrastructure.ts";
import type { ConsoleSettings } from "./settings.ts";

/** All that handlers stand on; each names the members that it needs. */
export interface ConsoleDeps extends Infrastructure {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly newId: typeof newId;
  readonly settings: ConsoleSettings;
  /** Aborts when the process stops: what goes on for as long as somebody listens ends then. */
  readonly stopping: AbortSignal;
}
