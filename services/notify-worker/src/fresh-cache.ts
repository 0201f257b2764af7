/** Values that are loaded once and good for a while. */
export interface FreshCache<Value> {
  /** Callers at one time share one load; a load that fails is not kept. */
  get(key: string): Promise<Value>;
  forget(key: string): void;
}

export interface FreshCacheOptions<Value> {
  readonly load: (key: string) => Promise<Value>;
  readonly freshMs: number;
  /** When full, the value that was loaded first gives way. */
  readonly mostEntries: number;
  /** Milliseconds that never go back. */
  readonly nowMs: () => number;
}

export function createFreshCache<Value>(options: FreshCacheOptions<Value>): FreshCache<Value> {
  const { load, freshMs, mostEntries, nowMs } = options;
  const entries = new Map<string, { readonly value: Promise<Value>; readonly staleAtMs: number }>();
  const begin = (key: string): Promise<Value> => {
    const value = load(key);
    const entry = { value, staleAtMs: nowMs() + freshMs };
    // Set anew, because a map keeps the place of a key that it has.
    entries.delete(key);
    entries.set(key, entry);
    value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    for (const oldest of entries.keys()) {
      if (entries.size <= mostEntries) break;
      entries.delete(oldest);
    }
    return value;
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      return entry !== undefined && entry.staleAtMs > nowMs() ? entry.value : begin(key);
    },
    forget: (key) => void entries.delete(key),
  };
}
