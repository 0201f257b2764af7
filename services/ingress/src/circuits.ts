import { LRUCache } from "lru-cache";

/** Which accounts take no orders at present, as the workers show it in Redis. */
export interface Circuits {
  /** False for an account that is not watched, and for all while Redis is away. */
  readonly isOpen: (accountId: string) => boolean;
  /** Keeps an eye on these accounts from now on; resolves when they have been looked at. Never rejects. */
  watch(accountIds: readonly string[]): Promise<void>;
  /** What a client that finds all circuits open is told to wait. */
  readonly tryAgainSeconds: number;
  stop(): void;
}

/** Accounts in use; one that nobody asked for in a while is not looked at any more. */
const mostAccounts = 5_000;
const watchedForMs = 60_000;
const lookEveryMs = 500;
const tryAgainSeconds = 5;

/** The part of the connection that is used. */
export interface CircuitStore {
  readonly client: { mget(keys: string[]): Promise<readonly (string | null)[]> };
  isReady(): boolean;
}

/** No call waits for Redis: the accounts in use are looked at together, twice a second. */
export function createCircuits(redis: CircuitStore): Circuits {
  const watched = new LRUCache<string, true>({ max: mostAccounts, ttl: watchedForMs });
  const open = new Set<string>();
  let isLooking = false;

  const lookAt = async (accountIds: readonly string[]): Promise<void> => {
    const found = await readOpen(redis, accountIds);
    for (const id of accountIds) {
      if (found.has(id)) open.add(id);
      else open.delete(id);
    }
  };
  // A Redis that is slow to answer is not asked once more meanwhile.
  const lookAtAll = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    for (const id of open) if (!watched.has(id)) open.delete(id);
    await lookAt([...watched.keys()]);
    isLooking = false;
  };
  const timer = setInterval(() => void lookAtAll(), lookEveryMs);

  return {
    isOpen: (accountId) => open.has(accountId),
    watch: async (accountIds) => {
      const added = accountIds.filter((id) => !watched.has(id));
      for (const id of accountIds) watched.set(id, true);
      if (added.length > 0) await lookAt(added);
    },
    tryAgainSeconds,
    stop: () => clearInterval(timer),
  };
}

/** Never rejects: without Redis every circuit counts as closed. */
async function readOpen(redis: CircuitStore, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0 || !redis.isReady()) return new Set();
  try {
    const states = await redis.client.mget(accountIds.map((id) => `breaker:${id}:create`));
    return new Set(accountIds.filter((_, index) => states[index] === "open"));
  } catch {
    return new Set();
  }
}
