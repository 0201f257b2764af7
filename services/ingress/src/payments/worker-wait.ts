import type { ReplyPath } from "@compose-pay/messaging";
import type { Counter, Metrics } from "@compose-pay/runtime";

/**
 * `answered`: the payment can be read anew. The others say why nobody waited to the end: the call did not
 * want to, too many wait already, or the broker is away.
 */
export type WaitOutcome = "answered" | "timed_out" | "not_wanted" | "no_room" | "broker_away";

export interface WorkerWait {
  /**
   * Asks a worker and waits for its answer. The question is asked in any case, and never waited for longer
   * than `waitMs`.
   *
   * @param ask sends the question; with a path when somebody waits for its answer
   */
  askAndWait(waitMs: number, correlationId: string, ask: (path?: ReplyPath) => void): Promise<WaitOutcome>;
}

export interface WorkerWaitParts {
  readonly replies: {
    address(): string | null;
    expect(correlationId: string, timeoutMs: number): Promise<unknown>;
  };
  /** Calls that may wait at one time; one more is answered with what there is. */
  readonly mostWaiting: number;
  readonly metrics: Metrics;
}

export function createWorkerWait({ replies, mostWaiting, metrics }: WorkerWaitParts): WorkerWait {
  const outcomes = waitOutcomes(metrics);
  let waiting = 0;

  const ended = (outcome: WaitOutcome): WaitOutcome => {
    outcomes.inc({ outcome });
    return outcome;
  };

  return {
    askAndWait: async (waitMs, correlationId, ask) => {
      const replyTo = replies.address();
      if (waitMs <= 0 || waiting >= mostWaiting || replyTo === null) {
        ask();
        return ended(reasonNotToWait(waitMs, replyTo));
      }
      waiting += 1;
      // Expected before it is asked: the answer can be faster than the next line.
      const reply = replies.expect(correlationId, waitMs).finally(() => (waiting -= 1));
      ask({ replyTo, correlationId });
      return ended((await reply) === null ? "timed_out" : "answered");
    },
  };
}

function reasonNotToWait(waitMs: number, replyTo: string | null): WaitOutcome {
  if (waitMs <= 0) return "not_wanted";
  return replyTo === null ? "broker_away" : "no_room";
}

function waitOutcomes(metrics: Metrics): Counter<"outcome"> {
  return metrics.counter({
    name: "compose_pay_waits_total",
    help: "Calls that needed the channel, by how their wait for it ended.",
    labels: ["outcome"],
  });
}
