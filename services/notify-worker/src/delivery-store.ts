import {
  type AttemptToSave,
  type Connection,
  type Database,
  type HeldDelivery,
  inTransaction,
  isDatabaseAway,
  isDuplicate,
  isOwnAddress,
  lockTargets,
  saveDeliveryAttempts,
  saveTargetHealth,
  type DeliveryTargetRow,
  type TargetToWake,
  wakeTargets,
} from "@compose-pay/database";
import { disableFailingEndpoint, type EndpointEvent } from "@compose-pay/application";
import { healthAfter, isHopeless, wellTarget } from "@compose-pay/domain";
import type { Outbox } from "@compose-pay/messaging";
import { createGatherer, type Logger } from "@compose-pay/runtime";
import type { DeliveryMetrics } from "./delivery-metrics.ts";
import type { TargetStates } from "./target-states.ts";

/** Saves what has become of attempts, together where they end at the same time. */
export interface DeliveryStore {
  saveAttempt(attempt: FinishedAttempt): Promise<void>;
}

export interface FinishedAttempt extends AttemptToSave {
  readonly held: HeldDelivery;
  readonly isProbe: boolean;
  readonly wasFailing: boolean;
  /** The receiver wants to be asked no more. */
  readonly isGone: boolean;
  /** When it ended. */
  readonly at: Date;
}

export interface DeliveryStoreDeps {
  readonly database: Pick<Database, "connection">;
  readonly targets: TargetStates;
  readonly outbox: Pick<Outbox, "dispatch">;
  readonly metrics: DeliveryMetrics;
  readonly logger: Logger;
}

export function createDeliveryStore(deps: DeliveryStoreDeps): DeliveryStore {
  const finished = createGatherer<FinishedAttempt, undefined>({
    mostInBatch: 128,
    mostBatchesAtOnce: 2,
    isOneWorksFault: (error: unknown) => !isDatabaseAway(error),
    runBatch: (works) => saveTogether(deps, works),
    keyOf: ({ held }) => held.id,
  });
  return { saveAttempt: (attempt) => finished.add(attempt) };
}

async function saveTogether(
  deps: DeliveryStoreDeps,
  works: readonly FinishedAttempt[],
): Promise<readonly undefined[]> {
  try {
    const changed = await inTransaction(deps.database, async (transaction) => {
      await saveDeliveryAttempts(transaction, works);
      await wakeTargets(transaction, works.flatMap(wakeOf));
      return saveHealth(deps, transaction, works);
    });
    tell(deps, changed);
  } catch (error) {
    // The commit of an earlier try had applied, though its answer was lost.
    if (works.length > 1 || !isDuplicate(error)) throw error;
  }
  return works.map(() => undefined);
}

/** What says nothing about its receiver is due again all the same. */
function wakeOf({ held, attempt, change }: FinishedAttempt): readonly TargetToWake[] {
  const { targetId: id, appId } = held;
  const isOurFault = attempt.error === secretUnreadable;
  return isOurFault && change.nextAttemptAt !== null ? [{ id, appId, dueAt: change.nextAttemptAt }] : [];
}

const secretUnreadable = "secret_unreadable";

interface ChangedHealth {
  readonly before: DeliveryTargetRow;
  readonly after: DeliveryTargetRow;
  /** Its endpoint was disabled, and the app's others are told. */
  readonly disabled: { readonly as: "gone" | "failing"; readonly told: EndpointEvent } | null;
}

/** Only targets at which something failed, or that were failing, have anything to write. */
async function saveHealth(
  { targets }: DeliveryStoreDeps,
  transaction: Connection,
  works: readonly FinishedAttempt[],
): Promise<readonly ChangedHealth[]> {
  const telling = works.filter((work) => isTelling(targets, work));
  if (telling.length === 0) return [];
  const ids = [...new Set(telling.map(({ held }) => held.targetId))];
  const rows = new Map((await lockTargets(transaction, ids)).map((row) => [row.id, row]));
  const changed: ChangedHealth[] = [];
  for (const id of ids.toSorted()) {
    const here = telling.filter(({ held }) => held.targetId === id);
    const before = rows.get(id) ?? newTarget(id, here[0]?.held.appId ?? "");
    changed.push(await judge(transaction, before, here));
  }
  await saveTargetHealth(
    transaction,
    changed.map(({ after }) => after),
  );
  return changed;
}

/** A test tells of a moment that somebody chose, and a secret that does not open of ourselves. */
function isTelling(targets: TargetStates, { held, attempt, change, wasFailing }: FinishedAttempt): boolean {
  if (change.state !== "succeeded") return held.trigger !== "test" && attempt.error !== secretUnreadable;
  const known = targets.known(held.targetId);
  return wasFailing || known === undefined || (known !== null && known.failures > 0);
}

async function judge(
  transaction: Connection,
  before: DeliveryTargetRow,
  works: readonly FinishedAttempt[],
): Promise<ChangedHealth> {
  let after = before;
  for (const { change, isProbe, at } of works) {
    const isSuccess = change.state === "succeeded";
    after = { ...after, ...healthAfter(after, { isSuccess, isProbe, at }) };
    after = {
      ...after,
      dueAt: earlier(after.dueAt, isSuccess && before.openUntil !== null ? at : change.nextAttemptAt),
    };
  }
  const last = works.at(-1);
  if (last === undefined || isOwnAddress(last.held.endpointId)) return { before, after, disabled: null };
  const isGone = works.some((work) => work.isGone);
  const reason = isGone ? "gone" : isHopeless(after, last.at) ? "failing" : null;
  if (reason === null) return { before, after, disabled: null };
  const by = { endpointId: before.id, reason, at: last.at, traceId: last.held.traceId } as const;
  const told = await disableFailingEndpoint(transaction, by);
  return { before, after, disabled: told === null ? null : { as: reason, told } };
}

function newTarget(id: string, appId: string): DeliveryTargetRow {
  return { id, appId, dueAt: null, ...wellTarget, pacedUntil: null };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function tell(
  { targets, outbox, metrics, logger }: DeliveryStoreDeps,
  changed: readonly ChangedHealth[],
): void {
  for (const { before, after, disabled } of changed) {
    targets.put(after);
    const fields = { target_id: after.id, app_id: after.appId, failures: after.failures };
    if (before.openUntil === null && after.openUntil !== null) {
      metrics.circuitsOpened.inc();
      logger.warn({ ...fields, open_until: after.openUntil }, "a receiver's circuit is open");
    }
    if (before.openUntil !== null && after.openUntil === null) {
      logger.info(fields, "a receiver's circuit is closed again");
    }
    if (disabled !== null) {
      metrics.endpointsDisabled.inc({ reason: disabled.as });
      const since = after.failingSince;
      logger.error({ ...fields, reason: disabled.as, failing_since: since }, "an endpoint was disabled");
      outbox.dispatch([disabled.told.message]);
    }
  }
}
