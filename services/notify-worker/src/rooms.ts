import { deliveryRoom } from "@compose-pay/domain";

/** Whom an attempt takes a place for. */
export interface Guest {
  readonly targetId: string;
  readonly appId: string;
}

/** The places for attempts that are under way in this process, counted by target and by app. */
export interface Rooms {
  /** How many more attempts at this target may begin. */
  roomFor(guest: Guest): number;
  enter(guest: Guest): void;
  leave(guest: Guest): void;
  /** An attempt there was answered as it should be. */
  answered(targetId: string): void;
  underWay(): number;
  /** How many places there are. */
  readonly most: number;
  /** Whether there is no place for anybody. */
  isFull(): boolean;
  /** Those that have no room now though others may have. */
  full(): { readonly targetIds: readonly string[]; readonly appIds: readonly string[] };
}

export interface RoomsOptions {
  readonly most: number;
  readonly mostPerTarget: number;
  /** Milliseconds that never go back. */
  readonly nowMs: () => number;
}

/** What a target has that was not heard of for so long: enough to hear of it, too little for many that hang. */
const mostForStrangers = 16;
const heardOfMs = 2_000;
/** Targets whose last answer is remembered. */
const mostRemembered = 10_000;

export function createRooms({ most, mostPerTarget, nowMs }: RoomsOptions): Rooms {
  const answeredAtMs = new Map<string, number>();
  const byTarget = new Map<string, number>();
  const byApp = new Map<string, number>();
  let all = 0;
  const taken = (targetId: string | null, appId: string | null) => ({
    all,
    byApp: appId === null ? 0 : (byApp.get(appId) ?? 0),
    atTarget: targetId === null ? 0 : (byTarget.get(targetId) ?? 0),
  });
  const mostAt = (targetId: string): number => {
    const isHeardOf = nowMs() - (answeredAtMs.get(targetId) ?? Number.NEGATIVE_INFINITY) < heardOfMs;
    return isHeardOf ? mostPerTarget : Math.min(mostPerTarget, mostForStrangers);
  };
  const roomFor = ({ targetId, appId }: Guest) =>
    deliveryRoom(taken(targetId, appId), { most, mostPerTarget: mostAt(targetId) });
  return {
    roomFor,
    enter: ({ targetId, appId }) => {
      all += 1;
      count(byTarget, targetId, 1);
      count(byApp, appId, 1);
    },
    leave: ({ targetId, appId }) => {
      if (!byTarget.has(targetId)) throw new Error(`nothing is under way at ${targetId}`);
      all -= 1;
      count(byTarget, targetId, -1);
      count(byApp, appId, -1);
    },
    answered: (targetId) => {
      // Set anew, because a map keeps the place of a key that it has.
      answeredAtMs.delete(targetId);
      answeredAtMs.set(targetId, nowMs());
      for (const oldest of answeredAtMs.keys()) {
        if (answeredAtMs.size <= mostRemembered) break;
        answeredAtMs.delete(oldest);
      }
    },
    underWay: () => all,
    most,
    isFull: () => all >= most,
    full: () => ({
      targetIds: [...byTarget].filter(([id, here]) => here >= mostAt(id)).map(([id]) => id),
      appIds: [...byApp.keys()].filter((id) => deliveryRoom(taken(null, id), { most, mostPerTarget }) === 0),
    }),
  };
}

function count(counts: Map<string, number>, id: string, by: 1 | -1): void {
  const now = (counts.get(id) ?? 0) + by;
  if (now === 0) counts.delete(id);
  else counts.set(id, now);
}
