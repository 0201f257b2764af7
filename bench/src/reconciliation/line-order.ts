/** How the lines of a bill follow one another: nearly as our numbers were made, since customers pay within a minute or so, or anyhow. */
export type LineOrder = "by time" | "random";

const minutesOfDay = 1_440;

/** The places of a day's numbers as a bill has them; the same at every call. */
export function placesIn(order: LineOrder, numbers: number): Uint32Array {
  const places = Uint32Array.from({ length: numbers }, (_, place) => place);
  const together = order === "random" ? numbers : Math.max(1, Math.ceil(numbers / minutesOfDay));
  const next = createRandom(22);
  for (let start = 0; start < numbers; start += together) {
    shuffle(places.subarray(start, start + together), next);
  }
  return places;
}

function shuffle(places: Uint32Array, next: () => number): void {
  for (let at = places.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const moved = places[at] ?? 0;
    places[at] = places[other] ?? 0;
    places[other] = moved;
  }
}

/** Mulberry32: good enough to mix, and the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
