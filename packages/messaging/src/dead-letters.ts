import type { DeadLetterOwner } from "./queue-name.ts";

/** A message that no handler could do anything with. */
export interface DeadLetter {
  readonly id: string;
  /** The queue it came from. */
  readonly queue: string;
  readonly name: string;
  readonly version: number;
  readonly reason: string;
  readonly traceId: string;
  readonly tries: number;
  readonly faults: number;
  /** ISO 8601, or null when unknown. */
  readonly firstSeen: string | null;
  readonly diedAt: string | null;
  /** The body as text; it carries ids and no secrets. */
  readonly body: string;
}

/** Which dead letters are meant. */
export type DeadLetterChoice = { readonly ids: readonly string[] } | "all";

export interface DeadLetterResult {
  /** Ids that were replayed or dropped. */
  readonly done: readonly string[];
  /** Ids that are still there, and why. */
  readonly failed: readonly { readonly id: string; readonly why: string }[];
  /**
   * Ids that were asked for and are not there, or are being looked at by somebody else; of a result that is broken those,
   * too, that were not come to.
   */
  readonly missing: readonly string[];
  /** Ids of which nobody knows whether they are still there: they were on their way when the connection broke off. */
  readonly unknown: readonly string[];
  /** The connection to the broker broke off before the end. */
  readonly isBroken: boolean;
}

/**
 * Looking at dead letters takes them for a moment: two who look at once each see a part. All throw `DependencyError` where
 * the broker cannot be reached, and what removes does so only before it has begun.
 */
export interface DeadLetters {
  /** The oldest first, at most `limit` of them. Nothing is removed. */
  list(owner: DeadLetterOwner, limit: number): Promise<readonly DeadLetter[]>;
  /** Back to the queue it came from, as if new; removed here once the broker has confirmed that. */
  replay(owner: DeadLetterOwner, choice: DeadLetterChoice): Promise<DeadLetterResult>;
  /** Removed for good; each is logged with the reason. */
  drop(owner: DeadLetterOwner, choice: DeadLetterChoice, reason: string): Promise<DeadLetterResult>;
}
