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

const slowestSequenceMs = 5;
const startMs = 60_000;

/**
 * Reads `MONEY_MODEL_SEED`, `MONEY_MODEL_PATH` and `MONEY_MODEL_SEQUENCES`; without a seed each run has
 * another one.
 */
export function replayOf(
  environment: Readonly<Record<string, string | undefined>>,
  sequences: number,
): Replay {
  const seed = wholeNumber(environment["MONEY_MODEL_SEED"]) ?? Date.now() % 2 ** 31;
  const many = wholeNumber(environment["MONEY_MODEL_SEQUENCES"]) ?? sequences;
  return {
    seed,
    path: environment["MONEY_MODEL_PATH"] ?? null,
    sequences: many,
    timeoutMs: startMs + many * slowestSequenceMs,
    text: `MONEY_MODEL_SEED=${seed} MONEY_MODEL_SEQUENCES=${many}`,
  };
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number`);
  return value;
}
