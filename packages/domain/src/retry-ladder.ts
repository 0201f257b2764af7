/** Waits between tries, in milliseconds, by the number of tries already made. */
export type RetryLadder = readonly number[];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** When a pending attempt is asked about at the channel; the last step repeats until the attempt expires. */
export const queryLadder: RetryLadder = [
  5 * second,
  10 * second,
  20 * second,
  40 * second,
  1 * minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
];

/** When a payment code that waits for the customer's PIN is asked about, before its order is cancelled. */
export const barcodeLadder: RetryLadder = [5 * second];

/** How long a customer at the till has for the PIN; then the order is cancelled at the channel. */
export const barcodeTimeMs = 30 * second;

/** When a refund that the channel works on is asked about; the last step repeats for ever. */
export const refundLadder: RetryLadder = [
  10 * second,
  30 * second,
  1 * minute,
  5 * minute,
  30 * minute,
  2 * hour,
  6 * hour,
];

/**
 * When something is tried again whose account cannot make calls at all: soon for the operator who is at it, and
 * rarely for the one who is not, because each try fills the journal; the last step repeats.
 */
export const misconfiguredLadder: RetryLadder = [
  1 * minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
];

/** When a delivery that failed is tried again, about 24 hours in all; after the last step it is exhausted. */
export const deliveryLadder: RetryLadder = [
  15 * second,
  15 * second,
  30 * second,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  1 * hour,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
];

/** How far a wait may be moved to either side, so that what failed together is not retried together. */
const jitterShare = 0.1;

/**
 * The wait before the next try of a ladder that ends.
 *
 * @param triesMade how many tries there were, at least 1
 * @param jitter uniform in [0, 1)
 * @returns milliseconds, or null when the ladder is exhausted
 */
export function nextWaitMs(ladder: RetryLadder, triesMade: number, jitter: number): number | null {
  const step = ladder[triesMade - 1];
  return step === undefined ? null : spread(step, jitter);
}

/** The same for a ladder whose last step repeats for ever. `triesMade` counts from 0. */
export function repeatingWaitMs(ladder: RetryLadder, triesMade: number, jitter: number): number {
  const step = ladder[Math.min(triesMade, ladder.length - 1)];
  if (step === undefined) throw new Error("a ladder has at least one step");
  return spread(step, jitter);
}

function spread(stepMs: number, jitter: number): number {
  return Math.round(stepMs * (1 + jitterShare * (2 * jitter - 1)));
}
