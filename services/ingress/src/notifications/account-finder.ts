import type { ChannelDirectory } from "@compose-pay/application";
import { LRUCache } from "lru-cache";

/** The accounts that notifications are posted to. */
export type AccountFinder = Pick<ChannelDirectory, "find">;

const mostUnknown = 1_000;
/** An account that was created meanwhile is found after this; channels send again until then. */
const unknownForMs = 5_000;

/** Ids that do not exist can be asked for by anybody: each costs the database one question in a while. */
export function createAccountFinder(directory: AccountFinder): AccountFinder {
  const unknown = new LRUCache<string, true>({ max: mostUnknown, ttl: unknownForMs });
  return {
    find: async (accountId) => {
      if (unknown.has(accountId)) return null;
      const open = await directory.find(accountId);
      if (open === null) unknown.set(accountId, true);
      return open;
    },
  };
}
