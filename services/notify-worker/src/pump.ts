import type { AttemptsUnderWay } from "./attempts-under-way.ts";
import { claimDeliveries } from "./claim-deliveries.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { createRest } from "./rest.ts";

export interface Pump {
  /** Claims soon: something was put into a line. */
  wake: () => void;
  /** Claims nothing more; what is under way goes on. */
  stop(): Promise<void>;
}

/** How long nothing is claimed after a claim that failed. */
const afterFailureMs = 1_000;

/**
 * Claims due deliveries and begins their attempts: every `pollMs`, when it is woken, and as soon as places are free while
 * more is due than there was room for.
 */
export function startPump(deps: DeliveryDeps, attempts: AttemptsUnderWay, pollMs: number): Pump {
  const rest = createRest();
  let isHungry = false;
  const stopping = new AbortController();
  attempts.onRoom(() => {
    if (isHungry) rest.wake();
  });
  const turn = async (): Promise<number> => {
    try {
      const { due, isCutShort, areMoreTargetsDue } = await claimDeliveries(deps);
      for (const one of due) attempts.start(one);
      isHungry = isCutShort || deps.rooms.isFull();
      if (areMoreTargetsDue && !deps.rooms.isFull()) rest.wake();
      return pollMs;
    } catch (error) {
      deps.logger.warn({ error }, "due deliveries could not be claimed; they are looked for again");
      return afterFailureMs;
    }
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) await rest.for(await turn());
  };
  const running = run();
  return {
    wake: () => rest.wake(),
    stop: async () => {
      stopping.abort();
      rest.wake();
      await running;
    },
  };
}
