import {
  type Connection,
  type DeliveryTargetRow,
  endDeliveries,
  exhaustDeliveries,
  findFirstDue,
  findHeldDeliveries,
  type HeldDelivery,
  inTransaction,
  lockDueDeliveries,
  lockDueTargets,
  saveTargetVisits,
  setDeliveriesDue,
} from "@compose-pay/database";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { findEarlier, isBehind, orderCheckMs } from "./plan-deliveries.ts";
import { planVisit, type Visit } from "./plan-visit.ts";
import type { Guest, Rooms } from "./rooms.ts";
import { nobody, receiverOf, receiversOf } from "./receivers.ts";
import type { DueAttempt } from "./send-delivery.ts";

export interface Claim {
  readonly due: readonly DueAttempt[];
  /** More was due at a target than there was room for. */
  readonly isCutShort: boolean;
  /** There may be targets that were not looked at. */
  readonly areMoreTargetsDue: boolean;
}

/** Targets that are looked at in one transaction, and deliveries of an endpoint that is gone which it ends. */
const targetsAtOnce = 32;
const exhaustedAtOnce = 1_000;

/**
 * Takes deliveries that are due, of each target as many as there is room for and its circuit and rate let through. They
 * are the caller's for the hold; he begins their attempts at once, which takes their places in the rooms. Several workers
 * share the work: a target that another one looks at is passed over.
 */
export async function claimDeliveries(deps: DeliveryDeps): Promise<Claim> {
  if (deps.rooms.isFull()) return nothing;
  const now = deps.clock.now();
  const reserved = createReservation(deps.rooms);
  try {
    const claimed = await inTransaction(deps.database, async (transaction) => {
      // What a try before a deadlock has reserved.
      reserved.giveBack();
      const { targetIds, appIds } = deps.rooms.full();
      const wanted = { now, limit: targetsAtOnce, exceptTargets: targetIds, exceptApps: appIds };
      const targets = await lockDueTargets(transaction, wanted);
      return targets.length === 0 ? nothing : takeTurns({ ...deps, reserved }, transaction, { targets, now });
    });
    for (const target of claimed.visited) deps.targets.put(target);
    return claimed;
  } finally {
    reserved.giveBack();
  }
}

interface Reservation {
  reserve(guest: Guest, count: number): void;
  giveBack(): void;
}

/** Places for what is being claimed; its attempts take places of their own when they begin. */
function createReservation(rooms: Rooms): Reservation {
  const guests: Guest[] = [];
  return {
    reserve: (guest, count) => {
      for (let index = 0; index < count; index += 1) {
        rooms.enter(guest);
        guests.push(guest);
      }
    },
    giveBack: () => {
      for (const guest of guests.splice(0)) rooms.leave(guest);
    },
  };
}

interface Claimed extends Claim {
  readonly visited: readonly DeliveryTargetRow[];
}

const nothing: Claimed = { due: [], isCutShort: false, areMoreTargetsDue: false, visited: [] };

interface Turn {
  readonly target: DeliveryTargetRow;
  readonly visit: Visit;
  readonly ids: readonly string[];
}

async function takeTurns(
  deps: DeliveryDeps & { readonly reserved: Reservation },
  transaction: Connection,
  { targets, now }: { readonly targets: readonly DeliveryTargetRow[]; readonly now: Date },
): Promise<Claimed> {
  const receivers = await receiversOf(
    transaction,
    targets.map(({ appId }) => appId),
  );
  const turns: Turn[] = [];
  for (const target of targets) {
    const { endpoints } = receivers.get(target.appId) ?? nobody;
    const guest = { targetId: target.id, appId: target.appId };
    const room = deps.rooms.roomFor(guest);
    const visit = planVisit(target, endpoints, { room, now });
    const ids = await lockFor(transaction, { target, visit, now });
    deps.reserved.reserve(guest, ids.length);
    turns.push({ target, visit, ids });
  }
  const heldUntil = new Date(now.getTime() + deps.holdMs);
  const held = await hold(transaction, { turns, now, heldUntil });
  const visited = await endTurns(transaction, { turns, held, now });
  const turnOf = new Map(turns.map((turn) => [turn.target.id, turn]));
  const due = held.flatMap((one): DueAttempt[] => {
    const receiver = receiverOf(deps.keyring, receivers.get(one.appId) ?? nobody, { ...one, at: now });
    const turn = turnOf.get(one.targetId);
    if (receiver === null || turn === undefined) return [];
    return [
      { held: one, receiver, isProbe: turn.visit.kind === "probe", wasFailing: turn.target.failures > 0 },
    ];
  });
  const areMoreTargetsDue = targets.length === targetsAtOnce;
  return { due, isCutShort: turns.some(isFull), areMoreTargetsDue, visited };
}

function isFull({ visit, ids }: Turn): boolean {
  return visit.kind === "flow" && visit.isRoomBound && ids.length === visit.limit;
}

async function lockFor(
  transaction: Connection,
  { target, visit, now }: { readonly target: DeliveryTargetRow; readonly visit: Visit; readonly now: Date },
): Promise<readonly string[]> {
  switch (visit.kind) {
    case "gone":
      await exhaustDeliveries(transaction, { targetId: target.id, at: now, limit: exhaustedAtOnce });
      return [];
    case "asleep":
    case "wait":
      return [];
    case "probe":
      return lockDueDeliveries(transaction, { targetId: target.id, now, limit: 1 });
    case "flow":
      return visit.limit === 0
        ? []
        : lockDueDeliveries(transaction, { targetId: target.id, now, limit: visit.limit });
  }
}

/** Those that stand behind an earlier event of their payment are left in line for a moment. */
async function hold(
  transaction: Connection,
  {
    turns,
    now,
    heldUntil,
  }: { readonly turns: readonly Turn[]; readonly now: Date; readonly heldUntil: Date },
): Promise<readonly HeldDelivery[]> {
  const ids = turns.flatMap((turn) => turn.ids);
  const found = new Map((await findHeldDeliveries(transaction, ids)).map((one) => [one.id, one]));
  const all = ids.flatMap((id) => found.get(id) ?? []);
  const rows = all.filter((one) => !isStaleTest(one, now));
  const stale = all.filter((one) => isStaleTest(one, now));
  await endDeliveries(
    transaction,
    stale.map(({ id }) => id),
    now,
  );
  const first = rows.filter(({ attemptsMade }) => attemptsMade === 0);
  const earlier = await findEarlier(
    transaction,
    first.map(({ event }) => event),
    now,
  );
  const waiting = new Set(
    first.filter(({ event, targetId }) => isBehind(earlier, event, targetId)).map(({ id }) => id),
  );
  const held = rows.filter(({ id }) => !waiting.has(id));
  await setDeliveriesDue(transaction, [...waiting], new Date(now.getTime() + orderCheckMs));
  await setDeliveriesDue(
    transaction,
    held.map(({ id }) => id),
    heldUntil,
  );
  return held.map((one) => ({ ...one, heldUntil }));
}

/** A test is for the moment in which somebody waits for it. */
function isStaleTest({ trigger, event }: Omit<HeldDelivery, "heldUntil">, now: Date): boolean {
  return trigger === "test" && now.getTime() - event.createdAt.getTime() > longestTestMs;
}

const longestTestMs = 60_000;

/** @returns the targets as they are now */
async function endTurns(
  transaction: Connection,
  {
    turns,
    held,
    now,
  }: { readonly turns: readonly Turn[]; readonly held: readonly HeldDelivery[]; readonly now: Date },
): Promise<readonly DeliveryTargetRow[]> {
  const firstDue = await findFirstDue(
    transaction,
    turns.map(({ target }) => target.id),
  );
  const visited = turns.map(({ target, visit }): DeliveryTargetRow => {
    const taken = held.filter(({ targetId }) => targetId === target.id).length;
    return { ...target, ...visit.after({ taken, firstDue: firstDue.get(target.id) ?? null, now }) };
  });
  await saveTargetVisits(transaction, visited);
  return visited;
}
