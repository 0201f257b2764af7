import { repairStatus, type RepairCursor, settleRepaired } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import { nothingTaken, type Sweep } from "../sweep-loop.ts";

/** How often what a bill knows more of is gone through. */
const everyMs = 5_000;
/** Discrepancies that are looked at in one round. */
const atATime = 200;

/**
 * What the channel is ahead of us in is asked about, and what agrees by now is settled; in both, each open discrepancy has
 * its turn.
 */
export function sweepRepairs(database: Database): Sweep {
  let lastMs = Number.NEGATIVE_INFINITY;
  let asking: RepairCursor | null = null;
  let settling: RepairCursor | null = null;
  return {
    name: "repairs",
    run: async (now) => {
      if (now.getTime() - lastMs < everyMs) return nothingTaken;
      const settled = await settleRepaired({ database }, { limit: atATime, now, after: settling });
      settling = settled.next;
      const asked = await repairStatus({ database }, { limit: atATime, now, after: asking });
      asking = asked.next;
      lastMs = now.getTime();
      const sent = asked.asked + settled.settled;
      return { taken: sent, sent, putOff: 0, isFull: false };
    },
  };
}
