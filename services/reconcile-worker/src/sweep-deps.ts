import type { Database } from "@compose-pay/database";
import type { Messaging } from "@compose-pay/messaging";

export interface SweepDeps {
  readonly database: Database;
  readonly messaging: Pick<Messaging, "publish" | "queueDepths" | "isReady">;
  /** Rows that one batch takes at the most. */
  readonly batch: number;
  /** How long a message may be under way before its row is due again. */
  readonly leaseMs: number;
  /** Messages that wait in a queue beyond this number are taken for late, not for lost. */
  readonly deepQueue: number;
}
