import type { RedisConnection } from "@compose-pay/runtime";
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

/** No call waits for Redis: the accounts in use are looked at together, twice a second. */
export function createCircuits(redis: Pick<RedisConnection, "client" | "isReady">): Circuits {
  const watched = new LRUCache<string, true>({ max: mostAccounts, ttl: watchedForMs });
  let open: ReadonlySet<string> = new Set();
  let looking = Promise.resolve();

  // One look after the other, so that an old one never overwrites a new one.
  const lookAfter = async (before: Promise<void>): Promise<void> => {
    await before;
    open = await readOpen(redis, [...watched.keys()]);
  };
  const look = (): Promise<void> => {
    looking = lookAfter(looking);
    return looking;
  };
  const timer = setInterval(() => void look(), lookEveryMs);

  return {
    isOpen: (accountId) => open.has(accountId),
    watch: async (accountIds) => {
      const areNew = accountIds.some((id) => !watched.has(id));
      for (const id of accountIds) watched.set(id, true);
      if (areNew) await look();
    },
    tryAgainSeconds,
    stop: () => clearInterval(timer),
  };
}

async function readOpen(
  redis: Pick<RedisConnection, "client" | "isReady">,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0 || !redis.isReady()) return new Set();
  try {
    const states = await redis.client.mget(accountIds.map((id) => `breaker:${id}:create`));
    return new Set(accountIds.filter((_, index) => states[index] === "open"));
  } catch {
    // Redis went away between the two lines; without it every circuit counts as closed.
    return new Set();
  }
}
