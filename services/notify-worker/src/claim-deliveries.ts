import {
  type Connection,
  type DeliveryTargetRow,
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
import { nobody, receiverOf, receiversOf } from "./receivers.ts";
import type { DueAttempt } from "./send-delivery.ts";

export interface Claim {
  readonly due: readonly DueAttempt[];
  /** There may be more to claim at once. */
  readonly isCutShort: boolean;
}

/** Targets that are looked at in one transaction, and deliveries of an endpoint that is gone which it ends. */
const targetsAtOnce = 32;
const exhaustedAtOnce = 1_000;

/**
 * Takes deliveries that are due, of each target as many as there is room for and its circuit and rate let through. They
 * are the caller's for the hold, and their places in the rooms are taken. Several workers share the work: a target that
 * another one looks at is passed over.
 */
export async function claimDeliveries(deps: DeliveryDeps): Promise<Claim> {
  const now = deps.clock.now();
  const claimed = await inTransaction(deps.database, async (transaction) => {
    const targets = await lockDueTargets(transaction, {
      now,
      limit: targetsAtOnce,
      excluding: deps.rooms.full(),
    });
    return targets.length === 0 ? nothing : takeTurns(deps, transaction, { targets, now });
  });
  deps.metrics.lagSeconds.set(claimed.lagMs / 1_000);
  for (const target of claimed.visited) deps.targets.put(target);
  for (const { held } of claimed.due) deps.rooms.enter(held.targetId);
  return claimed;
}

interface Claimed extends Claim {
  readonly visited: readonly DeliveryTargetRow[];
  readonly lagMs: number;
}

const nothing: Claimed = { due: [], isCutShort: false, visited: [], lagMs: 0 };

interface Turn {
  readonly target: DeliveryTargetRow;
  readonly visit: Visit;
  readonly ids: readonly string[];
}

async function takeTurns(
  deps: DeliveryDeps,
  transaction: Connection,
  { targets, now }: { readonly targets: readonly DeliveryTargetRow[]; readonly now: Date },
): Promise<Claimed> {
  const receivers = await receiversOf(
    transaction,
    targets.map(({ appId }) => appId),
  );
  const turns: Turn[] = [];
  let promised = 0;
  for (const target of targets) {
    const { endpoints } = receivers.get(target.appId) ?? nobody;
    const room = deps.rooms.roomFor(target.id, promised);
    const visit = planVisit(target, endpoints, { room, now });
    const ids = await lockFor(transaction, { target, visit, now });
    promised += ids.length;
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
  const isCutShort = targets.length === targetsAtOnce || turns.some(isFull);
  const lagMs = now.getTime() - (targets[0]?.dueAt?.getTime() ?? now.getTime());
  return { due, isCutShort, visited, lagMs };
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
  const rows = ids.flatMap((id) => found.get(id) ?? []);
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
