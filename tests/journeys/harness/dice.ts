/** Chance that can be had again: the same seed gives the same numbers. */
export interface Dice {
  readonly seed: number;
  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number;
  shuffled<Item>(items: readonly Item[]): readonly Item[];
}

/** Takes the seed from JOURNEY_SEED, or else a new one. */
export function throwDice(): Dice {
  const seed = Number(process.env["JOURNEY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const next = mulberry32(seed);
  const roll = (below: number): number => Math.floor(next() * below);
  return {
    seed,
    roll,
    shuffled: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((left, right) => left.rank - right.rank)
        .map(({ item }) => item),
  };
}

/** Mulberry32, a small generator of numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
