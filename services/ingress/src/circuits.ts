import type { CircuitOrders } from "@compose-pay/application";
import { circuitKey, type CircuitState, readCircuitState } from "@compose-pay/contracts";
import { LRUCache } from "lru-cache";

/** Which accounts take no orders at present: operators say so in the database, workers show it in Redis. */
export interface Circuits {
  /**
   * Whether an order must not be sent to this account. Of an account that is tried again, one order in
   * half a second goes through. False for an account that is not watched, and without Redis for all whose
   * circuit no operator has opened.
   */
  readonly isOpen: (accountId: string) => boolean;
  /** Whether it takes orders, at least some. Asking changes nothing. */
  readonly isAvailable: (accountId: string) => boolean;
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

type Shown = CircuitState["state"];

/** No call waits for Redis: the accounts in use are looked at together, twice a second. */
export function createCircuits(redis: CircuitStore, orders: Pick<CircuitOrders, "modeOf">): Circuits {
  const watched = new LRUCache<string, true>({ max: mostAccounts, ttl: watchedForMs });
  const shown = new Map<string, Shown>();
  const tried = new Set<string>();
  let isLooking = false;

  const lookAt = async (accountIds: readonly string[]): Promise<void> => {
    const found = await readShown(redis, accountIds);
    for (const id of accountIds) {
      const state = found.get(id);
      if (state === undefined) shown.delete(id);
      else shown.set(id, state);
    }
  };
  // A Redis that is slow to answer is not asked once more meanwhile.
  const lookAtAll = async (): Promise<void> => {
    tried.clear();
    if (isLooking) return;
    isLooking = true;
    for (const id of shown.keys()) if (!watched.has(id)) shown.delete(id);
    await lookAt([...watched.keys()]);
    isLooking = false;
  };
  const timer = setInterval(() => void lookAtAll(), lookEveryMs);

  const isShut = (accountId: string): boolean => {
    const mode = orders.modeOf(accountId, "create");
    return mode === "open" || (mode === "auto" && shown.get(accountId) === "open");
  };
  const isBeingTried = (accountId: string): boolean => {
    if (shown.get(accountId) !== "half_open" || orders.modeOf(accountId, "create") !== "auto") return false;
    if (tried.has(accountId)) return true;
    tried.add(accountId);
    return false;
  };
  return {
    isOpen: (accountId) => isShut(accountId) || isBeingTried(accountId),
    isAvailable: (accountId) => !isShut(accountId),
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
async function readShown(
  redis: CircuitStore,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Shown>> {
  if (accountIds.length === 0 || !redis.isReady()) return new Map();
  try {
    const texts = await redis.client.mget(accountIds.map((id) => circuitKey(id, "create")));
    return new Map(
      accountIds.flatMap((id, index) => {
        const state = readCircuitState(texts[index] ?? null);
        return state === null ? [] : [[id, state.state] as const];
      }),
    );
  } catch {
    return new Map();
  }
}
