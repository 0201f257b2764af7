import type { EnvironmentOf } from "@compose-pay/application";
import {
  type Connection,
  type Database,
  inTransaction,
  type RunChange,
  type RunRow,
  updateRun,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";

/** Another process holds the run by now, or this one stops: nothing of it may be written here any more. */
export class RunLost extends Error {
  override readonly name = "RunLost";
}

/** The run cannot go on until a person or another bill helps. */
export class RunFault extends Error {
  override readonly name = "RunFault";
}

export interface RunWorkDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** For how long a run is held without being heard of. */
  readonly leaseMs: number;
  /** From which amount on two people decide, unless an operator has said otherwise. */
  readonly settings: EnvironmentOf<"approval_from_fen">;
  /** Aborted when the process stops: the run goes on elsewhere, from its last step. */
  readonly signal: AbortSignal;
}

/**
 * Saves a step of a run with the run's own row, in one transaction, and holds it on.
 *
 * @throws RunLost when the run is held by another
 */
export async function saveStep(
  deps: RunWorkDeps,
  run: Pick<RunRow, "id" | "fence">,
  step: { readonly change: RunChange; readonly write?: (transaction: Connection) => Promise<void> },
): Promise<void> {
  await inTransaction(deps.database, async (transaction) => {
    const dueAt = new Date(deps.clock.now().getTime() + deps.leaseMs);
    const isOurs = await updateRun(transaction, run, { dueAt, ...step.change });
    if (!isOurs) throw new RunLost(`run ${run.id} is held by another process`);
    await step.write?.(transaction);
  });
}

/**
 * Holds a run on in the middle of a step.
 *
 * @throws RunLost when the run is held by another, or this process stops
 */
export async function holdOn(deps: RunWorkDeps, run: Pick<RunRow, "id" | "fence">): Promise<void> {
  stopIfAsked(deps);
  await saveStep(deps, run, { change: {} });
}

/** @throws RunLost when this process stops */
export function stopIfAsked({ signal }: Pick<RunWorkDeps, "signal">): void {
  if (signal.aborted) throw new RunLost("this process stops");
}
