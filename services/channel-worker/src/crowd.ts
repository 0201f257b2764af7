import { setTimeout as pause } from "node:timers/promises";
import type { ChannelName } from "@compose-pay/domain";
import type { CallTarget, ChannelCaller } from "./channel-caller.ts";
import type { WorkResult } from "./create-order.ts";

type CrowdedAccount = Omit<CallTarget, "operation">;

/** `come_back`: the account is busy and well, and has a place for it about then. */
export type Entrance =
  | { readonly kind: "worked"; readonly result: WorkResult }
  | { readonly kind: "come_back"; readonly afterMs: number }
  | { readonly kind: "let_go"; readonly reason: "circuit_open" | "hangs" | "too_many" };

/** Who stands before an account that takes no more creates now. */
export interface Crowd {
  /**
   * Does the work of a new attempt as soon as its account has a place for it. While the account answers, some
   * wait at its door and the others come back when they can be served. Before one that hangs or whose circuit
   * is open they are let go: their rows are due again by themselves, so that nothing is lost, and thousands that
   * wait for one account cost the others on the queue next to nothing.
   */
  enter(account: CrowdedAccount, work: () => Promise<WorkResult>): Promise<Entrance>;
}

export interface CrowdDeps {
  readonly caller: Pick<ChannelCaller, "wouldHoldBack">;
  readonly nowMs: () => number;
  /** Works at one time for each account. */
  readonly mostInside: number;
  /** At the door of one account; twice as many at all doors of a channel, so that places stay for others. */
  readonly mostAtDoor: number;
  /** Of those that are let go, so many a second and account are read and made due again sooner. */
  readonly readPerSecond: number;
  /** Told of each that is not worked on now. */
  readonly onPutOff: (channel: ChannelName, why: string) => void;
}

/** How an account stands: what it usually takes tells whether nothing happening is a hang. */
interface Standing {
  inside: number;
  atDoor: number;
  lastStepMs: number;
  /** Null until anything was finished. */
  usualMs: number | null;
  /** When all that were told to come back will have been served. */
  servedUntilMs: number;
  secondStartedMs: number;
  readInSecond: number;
}

const secondMs = 1_000;
const lookEveryMs = 10;
const longestWaitMs = 2_000;
const leastPatienceMs = 100;
const longestComeBackMs = 10_000;
/** An account that took longer than so many times what it usually takes to finish anything hangs. */
const patienceFactor = 3;
/** Share of the newest work in what is usual. */
const newestShare = 0.2;

export function createCrowd(deps: CrowdDeps): Crowd {
  const standings = new Map<string, Standing>();
  const atDoorsOf = new Map<string, number>();
  const countAtDoor = (channel: string, standing: Standing, change: 1 | -1) => {
    standing.atDoor += change;
    atDoorsOf.set(channel, (atDoorsOf.get(channel) ?? 0) + change);
  };
  const hasDoorFor = ({ channel }: CrowdedAccount, { atDoor }: Standing) =>
    atDoor < deps.mostAtDoor && (atDoorsOf.get(channel) ?? 0) < 2 * deps.mostAtDoor;

  const place = async (account: CrowdedAccount, standing: Standing): Promise<Place> => {
    const first = lookForPlace(deps, account, standing);
    if (first !== "full") return first;
    if (!hasDoorFor(account, standing)) return "full";
    countAtDoor(account.channel, standing, 1);
    try {
      return await waitForPlace(deps, account, standing);
    } finally {
      countAtDoor(account.channel, standing, -1);
    }
  };
  return {
    enter: async (account, work) => {
      const standing = standings.get(account.accountId) ?? newStanding(deps.nowMs());
      standings.set(account.accountId, standing);
      const found = await place(account, standing);
      if (found === "taken") return { kind: "worked", result: await workInside(deps, standing, work) };
      if (found !== "full" && isRead(standing, deps)) return { kind: "worked", result: await work() };
      const putOff =
        found === "full" ? comeBack(deps, standing) : ({ kind: "let_go", reason: found } as const);
      deps.onPutOff(account.channel, putOff.kind === "let_go" ? putOff.reason : putOff.kind);
      return putOff;
    },
  };
}

function newStanding(nowMs: number): Standing {
  const moments = { lastStepMs: nowMs, servedUntilMs: nowMs, secondStartedMs: nowMs };
  return { ...moments, inside: 0, atDoor: 0, usualMs: null, readInSecond: 0 };
}

type Place = "taken" | "full" | "circuit_open" | "hangs";

/** Takes the place in the same step in which it sees it. */
function lookForPlace(deps: CrowdDeps, account: CrowdedAccount, standing: Standing): Place {
  const reason = deps.caller.wouldHoldBack({ ...account, operation: "create" });
  if (reason === "circuit_open") return reason;
  const nowMs = deps.nowMs();
  if (reason === null && standing.inside < deps.mostInside) {
    standing.inside += 1;
    standing.lastStepMs = nowMs;
    return "taken";
  }
  return nowMs - standing.lastStepMs > patienceMs(standing) ? "hangs" : "full";
}

async function waitForPlace(deps: CrowdDeps, account: CrowdedAccount, standing: Standing): Promise<Place> {
  const sinceMs = deps.nowMs();
  for (;;) {
    await pause(lookEveryMs);
    const found = lookForPlace(deps, account, standing);
    if (found !== "full" || deps.nowMs() - sinceMs > longestWaitMs) return found;
  }
}

function patienceMs({ usualMs }: Standing): number {
  if (usualMs === null) return longestWaitMs;
  return Math.min(Math.max(usualMs * patienceFactor, leastPatienceMs), longestWaitMs);
}

/** In the order in which they came, at the pace at which the account finishes. */
function comeBack(
  { nowMs, mostInside }: CrowdDeps,
  standing: Standing,
): Exclude<Entrance, { kind: "worked" }> {
  const now = nowMs();
  const eachMs = (standing.usualMs ?? secondMs) / mostInside;
  const servedMs = Math.max(standing.servedUntilMs, now) + eachMs;
  const afterMs = Math.max(Math.ceil(servedMs - now), secondMs);
  if (afterMs > longestComeBackMs) return { kind: "let_go", reason: "too_many" };
  standing.servedUntilMs = servedMs;
  return { kind: "come_back", afterMs };
}

async function workInside(
  { nowMs }: CrowdDeps,
  standing: Standing,
  work: () => Promise<WorkResult>,
): Promise<WorkResult> {
  const startedMs = nowMs();
  try {
    const result = await work();
    const tookMs = nowMs() - startedMs;
    if (result.kind === "settled") {
      const usualMs = standing.usualMs ?? tookMs;
      standing.usualMs = usualMs + (tookMs - usualMs) * newestShare;
    }
    return result;
  } finally {
    standing.inside -= 1;
    standing.lastStepMs = nowMs();
  }
}

function isRead(standing: Standing, { nowMs, readPerSecond }: CrowdDeps): boolean {
  const now = nowMs();
  if (now - standing.secondStartedMs >= secondMs) {
    standing.secondStartedMs = now;
    standing.readInSecond = 0;
  }
  standing.readInSecond += 1;
  return standing.readInSecond <= readPerSecond;
}
