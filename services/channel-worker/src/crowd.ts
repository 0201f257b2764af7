import type { Clock } from "@compose-pay/runtime";
import type { CallTarget, ChannelCaller } from "./channel-caller.ts";

type CrowdedAccount = Omit<CallTarget, "operation">;

/** Who stands before an account that takes no more calls now. */
export interface Crowd {
  /**
   * Whether the message of a new attempt is let go unread. Its row is due again by itself, so that nothing is
   * lost; and thousands that wait for one account cost the others on the same queue next to nothing.
   */
  turnsAway(account: CrowdedAccount): boolean;
}

const secondMs = 1_000;

/**
 * Held-back attempts are read and made due again soon, as many a second as an account could take; the
 * others of that second are turned away.
 *
 * @param readPerSecond for each account
 */
export function createCrowd(deps: {
  readonly caller: Pick<ChannelCaller, "wouldHoldBack">;
  readonly clock: Clock;
  readonly readPerSecond: number;
}): Crowd {
  const seconds = new Map<string, { readonly startedMs: number; read: number }>();
  return {
    turnsAway: (account) => {
      if (deps.caller.wouldHoldBack({ ...account, operation: "create" }) === null) return false;
      const { accountId } = account;
      const nowMs = deps.clock.now().getTime();
      const known = seconds.get(accountId);
      const isNew = known === undefined || Math.abs(nowMs - known.startedMs) >= secondMs;
      const second = isNew ? { startedMs: nowMs, read: 0 } : known;
      if (isNew) seconds.set(accountId, second);
      second.read += 1;
      return second.read > deps.readPerSecond;
    },
  };
}
