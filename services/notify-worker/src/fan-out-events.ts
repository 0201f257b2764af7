import { setTimeout as pause } from "node:timers/promises";
import {
  type Connection,
  type EventRow,
  findEvents,
  inTransaction,
  insertDeliveries,
  isDatabaseAway,
  takeUnmadeEvents,
  type TargetToWake,
  wakeTargets,
} from "@compose-pay/database";
import { wellTarget } from "@compose-pay/domain";
import { createGatherer } from "@compose-pay/runtime";
import type { AttemptsUnderWay } from "./attempts-under-way.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { matchReceivers } from "./match-receivers.ts";
import {
  candidateOf,
  findEarlier,
  isBehind,
  mayGoAtOnce,
  newDelivery,
  orderCheckMs,
  type PlannedDelivery,
} from "./plan-deliveries.ts";
import { type AppReceivers, nobody, receiverOf, receiversOf } from "./receivers.ts";

export type FanOutOutcome =
  | { readonly kind: "fanned_out"; readonly deliveries: number }
  /** Another worker made the deliveries, and attempts them or leaves them due. */
  | { readonly kind: "fanned_out_before" }
  | { readonly kind: "event_unknown" };

export interface FanOutDeps extends DeliveryDeps {
  readonly attempts: Pick<AttemptsUnderWay, "start">;
  /** Told when deliveries were put into a line. */
  readonly onLine: () => void;
}

export type FanOut = (eventId: string) => Promise<FanOutOutcome>;

/**
 * Makes the deliveries of events, one for each endpoint that wants them and one for the payment's own address. Those
 * for whom nothing waits are attempted at once, which the answer does not wait for; the others stand in their lines. Safe
 * to repeat, and at the same time in several workers: an event is fanned out by one of them.
 */
export function createFanOut(deps: FanOutDeps): FanOut {
  const gathered = createGatherer<string, FanOutOutcome>({
    mostInBatch: 128,
    mostBatchesAtOnce: 2,
    isOneWorksFault: (error: unknown) => !isDatabaseAway(error),
    keyOf: (eventId) => eventId,
    runBatch: (eventIds) => fanOutTogether(deps, eventIds),
  });
  return (eventId) => gathered.add(eventId);
}

async function fanOutTogether(
  deps: FanOutDeps,
  eventIds: readonly string[],
): Promise<readonly FanOutOutcome[]> {
  await letAttemptsCatchUp(deps);
  const { connection } = deps.database;
  const events = new Map((await findEvents(connection, eventIds)).map((event) => [event.id, event]));
  const unmade = [...events.values()].filter(({ dueAt }) => dueAt !== null);
  const receivers = await receiversOf(
    connection,
    unmade.map(({ appId }) => appId),
  );
  const planned = await plan(deps, receivers, unmade);
  const made = await makeOrGiveBack(deps, unmade, planned);
  giveBack(deps, planned);
  for (const one of made ?? []) if (one.isAtOnce) begin(deps, { one, receivers });
  if (made?.some(({ isAtOnce }) => !isAtOnce) === true) deps.onLine();
  return eventIds.map((id) => outcomeOf(events.get(id), made));
}

/** Under way beyond which, and as long as at most, new events wait: attempts that end soon spare them the line. */
const catchUpShare = 0.5;
const longestCatchUpMs = 250;
const catchUpStepMs = 5;

async function letAttemptsCatchUp({ rooms }: DeliveryDeps): Promise<void> {
  for (let waitedMs = 0; waitedMs < longestCatchUpMs; waitedMs += catchUpStepMs) {
    if (rooms.underWay() <= rooms.most * catchUpShare) return;
    await pause(catchUpStepMs);
  }
}

function outcomeOf(event: EventRow | undefined, made: readonly PlannedDelivery[] | null): FanOutOutcome {
  if (event === undefined) return { kind: "event_unknown" };
  if (event.dueAt === null || made === null) return { kind: "fanned_out_before" };
  return { kind: "fanned_out", deliveries: made.filter((one) => one.event.id === event.id).length };
}

/** Reserves the places of those that go at once. */
async function plan(
  deps: DeliveryDeps,
  receivers: ReadonlyMap<string, AppReceivers>,
  events: readonly EventRow[],
): Promise<readonly PlannedDelivery[]> {
  const candidates = events.flatMap((event) => {
    const { endpoints } = receivers.get(event.appId) ?? nobody;
    return matchReceivers(endpoints, event).map((place) => candidateOf(event, place));
  });
  const targets = await deps.targets.of(candidates.map(({ targetId }) => targetId));
  const now = deps.clock.now();
  const earlier = await findEarlier(deps.database.connection, events, now);
  return candidates.map((candidate): PlannedDelivery => {
    const { event, targetId } = candidate;
    const mustWait = isBehind(earlier, event, targetId);
    const hasRoom = deps.rooms.roomFor({ targetId, appId: event.appId }) > 0;
    const target = targets.get(targetId) ?? null;
    const isAtOnce = mayGoAtOnce(candidate, target, { mustWait, hasRoom, now });
    if (isAtOnce) deps.rooms.enter({ targetId, appId: event.appId });
    const waitMs = isAtOnce ? deps.holdMs : mustWait ? orderCheckMs : 0;
    const nextAttemptAt = new Date(now.getTime() + waitMs);
    return { ...candidate, isAtOnce, target, row: newDelivery(candidate, { now, nextAttemptAt }) };
  });
}

async function makeOrGiveBack(
  deps: DeliveryDeps,
  events: readonly EventRow[],
  planned: readonly PlannedDelivery[],
): Promise<readonly PlannedDelivery[] | null> {
  try {
    return await make(deps, events, planned);
  } catch (error) {
    giveBack(deps, planned);
    throw error;
  }
}

/** The attempts take places of their own when they begin. */
function giveBack({ rooms }: DeliveryDeps, planned: readonly PlannedDelivery[]): void {
  for (const { isAtOnce, targetId, event } of planned) {
    if (isAtOnce) rooms.leave({ targetId, appId: event.appId });
  }
}

/** @returns those that are made; null when another worker makes or has made those of the one event */
async function make(
  deps: DeliveryDeps,
  events: readonly EventRow[],
  planned: readonly PlannedDelivery[],
): Promise<readonly PlannedDelivery[] | null> {
  if (events.length === 0) return [];
  const made = await inTransaction(deps.database, async (transaction) => {
    const areOurs = await takeUnmadeEvents(
      transaction,
      events.map(({ id }) => id),
    );
    if (!areOurs && events.length > 1) throw new Error("another worker had an event of the batch");
    if (!areOurs) return null;
    const rows = await insertAll(transaction, planned, events.length);
    const wakes = wakesOf(rows);
    await wakeTargets(transaction, wakes);
    return { rows, wakes };
  });
  for (const { id, appId, dueAt } of made?.wakes ?? []) {
    const known = deps.targets.known(id) ?? { id, appId, dueAt, ...wellTarget, pacedUntil: null };
    deps.targets.put({ ...known, dueAt: known.dueAt === null || known.dueAt > dueAt ? dueAt : known.dueAt });
  }
  return made?.rows ?? null;
}

/** Of an event that has a delivery already, by a replay say, the others are made; in a batch, each event goes alone. */
async function insertAll(
  transaction: Connection,
  planned: readonly PlannedDelivery[],
  events: number,
): Promise<readonly PlannedDelivery[]> {
  const isWhole = await insertDeliveries(
    transaction,
    planned.map(({ row }) => row),
  );
  if (isWhole) return planned;
  if (events > 1) throw new Error("a delivery of the batch was there before");
  const made: PlannedDelivery[] = [];
  for (const one of planned) if (await insertDeliveries(transaction, [one.row])) made.push(one);
  return made;
}

/** How much earlier a target must be looked at anyway, so that no other worker is at it now. */
const expectedAheadMs = 30_000;

/**
 * Says of each target when the first of its new deliveries is due. One that goes at once is due only should this process
 * die, so nothing is written where the target is going to be looked at before that, though not just now.
 */
function wakesOf(planned: readonly PlannedDelivery[]): readonly TargetToWake[] {
  const wakes = new Map<string, TargetToWake>();
  for (const { event, targetId, target, row, isAtOnce } of planned) {
    const dueAt = row.nextAttemptAt;
    if (dueAt === null) continue;
    const expectedAt = target?.dueAt ?? null;
    const isExpected =
      isAtOnce &&
      expectedAt !== null &&
      expectedAt <= dueAt &&
      expectedAt.getTime() >= row.createdAt.getTime() + expectedAheadMs;
    const first = wakes.get(targetId);
    if (isExpected || (first !== undefined && first.dueAt <= dueAt)) continue;
    wakes.set(targetId, { id: targetId, appId: event.appId, dueAt });
  }
  return [...wakes.values()];
}

function begin(
  deps: FanOutDeps,
  {
    one,
    receivers,
  }: { readonly one: PlannedDelivery; readonly receivers: ReadonlyMap<string, AppReceivers> },
): void {
  const { event, row } = one;
  const { nextAttemptAt: heldUntil, ...held } = row;
  const at = deps.clock.now();
  const receiver = receiverOf(deps.keyring, receivers.get(event.appId) ?? nobody, { ...row, at });
  if (heldUntil === null || receiver === null) throw new Error("a new delivery is held, and for somebody");
  const wasFailing = (one.target?.failures ?? 0) > 0;
  deps.attempts.start({ held: { ...held, heldUntil, event }, receiver, isProbe: false, wasFailing });
}
