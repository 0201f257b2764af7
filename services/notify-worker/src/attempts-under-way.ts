import type { DeliveryDeps } from "./delivery-deps.ts";
import { makeAttempt } from "./make-attempt.ts";
import type { DueAttempt } from "./send-delivery.ts";

/** The attempts that this process makes now; nobody waits for one of them but the shutdown. */
export interface AttemptsUnderWay {
  /** Takes a place in the rooms until it is through. */
  start(due: DueAttempt): void;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
  /** Called whenever a place is free again. */
  onRoom(listener: () => void): void;
}

export function createAttemptsUnderWay(deps: DeliveryDeps): AttemptsUnderWay {
  const underWay = new Set<Promise<void>>();
  let listener = tellNobody;
  const run = async (due: DueAttempt): Promise<void> => {
    try {
      const outcome = await makeAttempt(deps, due);
      if (outcome === "succeeded") deps.rooms.answered(due.held.targetId);
    } catch (error) {
      const { id, traceId } = due.held;
      const fields = { error, delivery_id: id, trace_id: traceId };
      deps.logger.error(fields, "an attempt could not be saved; it is made again when its hold ends");
    } finally {
      deps.rooms.leave(due.held);
    }
  };
  return {
    start: (due) => {
      deps.rooms.enter(due.held);
      const work = run(due).finally(() => {
        underWay.delete(work);
        listener();
      });
      underWay.add(work);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    onRoom: (told) => {
      listener = told;
    },
  };
}

function tellNobody(): void {}
