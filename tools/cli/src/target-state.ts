import { type Connection, countWaiting, type DeliveryTargetRow } from "@compose-pay/database";
import { circuitOf } from "@compose-pay/domain";
import type { JsonDocument } from "./command-result.ts";

/** Deliveries that are counted for one target. */
export const mostCounted = 1_000;

/**
 * How it goes at a target, and what waits for it.
 *
 * @param target null when nothing was sent there yet
 */
export async function targetState(
  connection: Connection,
  {
    target,
    targetId,
    now,
  }: {
    readonly target: DeliveryTargetRow | null;
    readonly targetId: string;
    readonly now: Date;
  },
): Promise<JsonDocument> {
  const waiting = await countWaiting(connection, targetId, mostCounted + 1);
  const { failures = 0, failingSince = null, openUntil = null, dueAt = null } = target ?? {};
  return {
    circuit: circuitOf({ failures, failingSince, openUntil }, now),
    failures,
    failing_since: failingSince?.toISOString() ?? null,
    open_until: openUntil?.toISOString() ?? null,
    due_at: dueAt?.toISOString() ?? null,
    waiting: Math.min(waiting, mostCounted),
    waiting_more: waiting > mostCounted,
  };
}
