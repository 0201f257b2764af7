import type { Envelope } from "./envelope.ts";
import { waitName } from "./topology.ts";
import type { WaitName } from "./topology.ts";
import type { Verdict } from "./verdict.ts";
import { waitStepFor } from "./wait-step.ts";

/** How the handling of a message ended: by its verdict, or without one. */
export type Outcome =
  | Verdict
  /** Something the process stands on was away. Says nothing about the message. */
  | { readonly kind: "outage"; readonly reason: string }
  /** An error of our own, or no end in time. Too many of these make the message poison. */
  | { readonly kind: "fault"; readonly reason: string };

export interface RetryRules {
  /** The fault with this number is the last: the message goes to the dead letters. */
  readonly mostFaults: number;
  /** Waits in milliseconds after the first fault, the second …; the last repeats. */
  readonly faultWaitsMs: readonly number[];
  /** The same for outages in a row. */
  readonly outageWaitsMs: readonly number[];
}

export const defaultRetryRules: RetryRules = {
  mostFaults: 5,
  faultWaitsMs: [1_000, 5_000, 30_000, 60_000],
  outageWaitsMs: [1_000, 5_000, 10_000, 30_000],
};

export type NextStep =
  | { readonly to: "done" }
  | { readonly to: "wait"; readonly wait: WaitName; readonly envelope: Envelope }
  | { readonly to: "dead"; readonly envelope: Envelope };

export interface HandledMessage {
  readonly envelope: Envelope;
  readonly queue: string;
  readonly nowMs: number;
}

/** Where a message goes once it was handled, and what it carries there. */
export function nextStep(outcome: Outcome, message: HandledMessage, rules: RetryRules): NextStep {
  const { envelope } = message;
  switch (outcome.kind) {
    case "done":
      return { to: "done" };
    case "dead":
      return toDead(message, outcome.reason);
    case "retry":
      return toWait({ ...envelope, outages: 0 }, outcome.afterMs, outcome.reason);
    case "outage": {
      const waitMs = stepOf(rules.outageWaitsMs, envelope.outages);
      return toWait({ ...envelope, outages: envelope.outages + 1 }, waitMs, outcome.reason);
    }
    case "fault": {
      const faults = envelope.faults + 1;
      const counted = { ...envelope, faults, outages: 0 };
      if (faults >= rules.mostFaults) return toDead({ ...message, envelope: counted }, outcome.reason);
      return toWait(counted, stepOf(rules.faultWaitsMs, envelope.faults), outcome.reason);
    }
  }
}

function toWait(envelope: Envelope, waitMs: number, reason: string): NextStep {
  const wait = waitName(waitStepFor(waitMs));
  return { to: "wait", wait, envelope: { ...envelope, tries: envelope.tries + 1, reason } };
}

function toDead({ envelope, queue, nowMs }: HandledMessage, reason: string): NextStep {
  const tries = envelope.tries + 1;
  return { to: "dead", envelope: { ...envelope, tries, reason, originalQueue: queue, diedAtMs: nowMs } };
}

function stepOf(waitsMs: readonly number[], index: number): number {
  return waitsMs[Math.min(index, waitsMs.length - 1)] ?? 0;
}
