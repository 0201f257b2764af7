import { setTimeout as pause } from "node:timers/promises";
import type { CallTarget, ChannelCaller } from "./channel-caller.ts";
import type { WorkResult } from "./create-order.ts";

type CrowdedAccount = Omit<CallTarget, "operation">;

/** Who stands before an account that takes no more creates now. */
export interface Crowd {
  /**
   * Does the work of a new attempt as soon as its account has a place for it. While the account answers, the
   * others wait here, and behind them in the queue. Before one that hangs or whose circuit is open they are let
   * go instead: their rows are due again by themselves, so that nothing is lost, and thousands that wait for
   * one account cost the others on the queue next to nothing.
   *
   * @returns null when it was let go
   */
  enter(account: CrowdedAccount, work: () => Promise<WorkResult>): Promise<WorkResult | null>;
}

export interface CrowdDeps {
  readonly caller: Pick<ChannelCaller, "wouldHoldBack">;
  readonly nowMs: () => number;
  /** Works at one time for each account. */
  readonly mostInside: number;
  /** Of those that are let go, so many a second and account are read and made due again soon. */
  readonly readPerSecond: number;
}

/** How an account stands: what it usually takes tells whether nothing happening is a hang. */
interface Standing {
  inside: number;
  lastStepMs: number;
  usualMs: number;
  secondStartedMs: number;
  readInSecond: number;
}

const secondMs = 1_000;
const lookEveryMs = 10;
const longestWaitMs = 2_000;
const leastPatienceMs = 100;
/** An account that took longer than so many times what it usually takes to finish anything hangs. */
const patienceFactor = 3;
/** Share of the newest work in what is usual. */
const newestShare = 0.2;

export function createCrowd(deps: CrowdDeps): Crowd {
  const standings = new Map<string, Standing>();
  return {
    enter: async (account, work) => {
      const standing = standings.get(account.accountId) ?? newStanding(deps.nowMs());
      standings.set(account.accountId, standing);
      if (await takesPlace(deps, account, standing)) return workInside(deps, standing, work);
      return isRead(standing, deps) ? work() : null;
    },
  };
}

function newStanding(nowMs: number): Standing {
  return { inside: 0, lastStepMs: nowMs, usualMs: 0, secondStartedMs: nowMs, readInSecond: 0 };
}

async function takesPlace(deps: CrowdDeps, account: CrowdedAccount, standing: Standing): Promise<boolean> {
  const sinceMs = deps.nowMs();
  for (;;) {
    const reason = deps.caller.wouldHoldBack({ ...account, operation: "create" });
    const nowMs = deps.nowMs();
    if (reason === null && standing.inside < deps.mostInside) {
      standing.inside += 1;
      standing.lastStepMs = nowMs;
      return true;
    }
    const hangs = nowMs - standing.lastStepMs > patienceMs(standing);
    if (reason === "circuit_open" || hangs || nowMs - sinceMs > longestWaitMs) return false;
    await pause(lookEveryMs);
  }
}

function patienceMs({ usualMs }: Standing): number {
  return Math.min(Math.max(usualMs * patienceFactor, leastPatienceMs), longestWaitMs);
}

async function workInside(
  { nowMs }: CrowdDeps,
  standing: Standing,
  work: () => Promise<WorkResult>,
): Promise<WorkResult> {
  const startedMs = nowMs();
  try {
    const result = await work();
    if (result.kind === "settled") {
      standing.usualMs += (nowMs() - startedMs - standing.usualMs) * newestShare;
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
