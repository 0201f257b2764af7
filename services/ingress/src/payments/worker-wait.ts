import type { Replies, ReplyPath } from "@compose-pay/messaging";
import type { Counter, Metrics } from "@compose-pay/runtime";
import type { WaitingRoom } from "./waiting-room.ts";

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

export function createWorkerWait(parts: {
  readonly replies: Replies<unknown>;
  readonly room: WaitingRoom;
  readonly metrics: Metrics;
}): WorkerWait {
  const { replies, room } = parts;
  const outcomes = waitOutcomes(parts.metrics);
  const counted = (outcome: WaitOutcome): WaitOutcome => {
    outcomes.inc({ outcome });
    return outcome;
  };
  return {
    askAndWait: async (waitMs, correlationId, ask) => {
      const replyTo = replies.address();
      if (waitMs <= 0 || replyTo === null || room.isFull) {
        ask();
        return counted(reasonNotToWait(waitMs, replyTo));
      }
      // Expected before it is asked: the answer can be faster than the next line.
      const reply = room.stay(() => replies.expect(correlationId, waitMs));
      ask({ replyTo, correlationId });
      return counted((await reply) === null ? "timed_out" : "answered");
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
