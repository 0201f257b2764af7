import { LRUCache } from "lru-cache";

export interface RecentCacheOptions<Value> {
  /** Entries that are kept; the least recently used goes first. */
  readonly most: number;
  /** From the beginning of the reading; an older value is read again. */
  readonly maxAgeMs: number;
  /** By a clock that never goes back. */
  readonly nowMs: () => number;
  readonly read: (key: string) => Promise<Value>;
}

/** What was read not long ago, so that a hot path asks the database once in a while and not every time. */
export interface RecentCache<Value> {
  /** The value, never older than the bound. Those who ask together share one reading. Rejects as it does. */
  get(key: string): Value | Promise<Value>;
  /** The value as it was read last, at any age; undefined when it was not read or is forgotten. */
  lastKnown(key: string): Value | undefined;
}

interface Entry<Value> {
  readonly value: Value;
  readonly readAtMs: number;
}

export function createRecentCache<Value>(options: RecentCacheOptions<Value>): RecentCache<Value> {
  const { most, maxAgeMs, nowMs, read } = options;
  const entries = new LRUCache<string, Entry<Value>>({ max: most });
  const readings = new Map<string, Promise<Value>>();

  const readAnew = async (key: string): Promise<Value> => {
    const readAtMs = nowMs();
    try {
      const value = await read(key);
      entries.set(key, { value, readAtMs });
      return value;
    } finally {
      readings.delete(key);
    }
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry !== undefined && nowMs() - entry.readAtMs < maxAgeMs) return entry.value;
      const reading = readings.get(key) ?? readAnew(key);
      readings.set(key, reading);
      return reading;
    },
    lastKnown: (key) => entries.peek(key)?.value,
  };
}
