import { type AttemptState, queryLadder } from "@compose-pay/domain";

/** How long a message that was sent may be under way before a sweep sends it again. */
export const messageLeaseMs = 30_000;

/** When an attempt whose last call had no readable answer is asked about: within 5 s, sweep included. */
export const unknownOutcomeMs = 3_000;

/** A channel is asked once more about a refund whose call it refused: another call may have been under way. */
export const checkAfterRefusalMs = 60_000;

/** A channel is asked once more a little after a close: money that came in between still counts. */
const checkAfterCloseMs = 5_000;

/** Money that met an end of its order is asked about when no cancel can be under way any more. */
export const checkAfterCancelMs = 40_000;

/** When a sweep must look at an attempt that has just come to this state; null when nothing is left to do. */
export function dueAfter(state: AttemptState, at: Date): Date | null {
  switch (state) {
    case "created":
    case "submitted":
      return later(at, messageLeaseMs);
    case "pending":
      return later(at, queryLadder[0] ?? messageLeaseMs);
    case "closed":
      return later(at, checkAfterCloseMs);
    case "succeeded":
    case "failed":
      return null;
  }
}

export function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
