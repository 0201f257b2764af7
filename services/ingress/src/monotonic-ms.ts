/** Milliseconds by a clock that never goes back, for spans of time; says nothing about the time of day. */
export function monotonicMs(): number {
  return performance.now();
}
