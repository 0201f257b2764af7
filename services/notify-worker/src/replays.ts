import type { DeliveryDeps } from "./delivery-deps.ts";
import { replayEvents } from "./replay-events.ts";
import { createRest } from "./rest.ts";

export interface Replays {
  stop(): Promise<void>;
}

/** After each part, which writes five hundred deliveries, the database is left to others. */
const restAfterPartMs = 100;

/** Works off the replays that were asked for, one part after the other; a worker that dies leaves the rest to others. */
export function startReplays(
  deps: Pick<DeliveryDeps, "database" | "clock" | "logger" | "holdMs">,
  { pollMs, onLine }: { readonly pollMs: number; readonly onLine: () => void },
): Replays {
  const rest = createRest();
  const stopping = new AbortController();
  const turn = async (): Promise<boolean> => {
    try {
      return await replayEvents(deps);
    } catch (error) {
      deps.logger.warn({ error }, "a replay could not go on; it is tried again");
      return false;
    }
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const hadWork = await turn();
      if (hadWork) onLine();
      await rest.for(hadWork ? restAfterPartMs : pollMs);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      rest.wake();
      await running;
    },
  };
}
