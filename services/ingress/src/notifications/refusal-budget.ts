import { LRUCache } from "lru-cache";

/** How many refused notifications of an account are kept. */
export interface RefusalBudget {
  /** True while the account's budget of this minute lasts; every true uses it up by one. */
  spend(accountId: string): boolean;
}

/** Accounts whose budget is kept in mind. */
const mostAccounts = 10_000;
const minuteMs = 60_000;

/** Refused notifications can come from anybody, so what is written for them is bounded. */
export function createRefusalBudget(perMinute: number, nowMs: () => number): RefusalBudget {
  const spent = new LRUCache<string, { readonly minute: number; readonly count: number }>({
    max: mostAccounts,
  });
  return {
    spend: (accountId) => {
      const minute = Math.floor(nowMs() / minuteMs);
      const known = spent.get(accountId);
      const count = known?.minute === minute ? known.count : 0;
      if (count >= perMinute) return false;
      spent.set(accountId, { minute, count: count + 1 });
      return true;
    },
  };
}
