/** Which stories a run of the money model tells. */
export interface Replay {
  readonly seed: number;
  /** fast-check's own path to one story of the seed, or null for all. */
  readonly path: string | null;
  readonly sequences: number;
  readonly timeoutMs: number;
  /** How to have the same run again. */
  readonly text: string;
}

const startMs = 60_000;

/**
 * Reads `MONEY_MODEL_SEED`, `MONEY_MODEL_PATH` and how many stories there shall be; without a seed each run has
 * another one.
 */
export function replayOf(
  environment: Readonly<Record<string, string | undefined>>,
  count: { readonly variable: string; readonly usual: number; readonly slowestMs: number },
): Replay {
  const seed = wholeNumber(environment["MONEY_MODEL_SEED"]) ?? Date.now() % 2 ** 31;
  const sequences = wholeNumber(environment[count.variable]) ?? count.usual;
  return {
    seed,
    path: environment["MONEY_MODEL_PATH"] ?? null,
    sequences,
    timeoutMs: startMs + sequences * count.slowestMs,
    text: `MONEY_MODEL_SEED=${seed} ${count.variable}=${sequences}`,
  };
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number`);
  return value;
}
