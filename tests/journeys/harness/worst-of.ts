/** The 99th percentile of some measurements: of fewer than a hundred, the greatest. */
export function worstOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
