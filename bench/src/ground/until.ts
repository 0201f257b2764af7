const askEveryMs = 50;

/** Asks until it holds, or the time is over. @returns the milliseconds that it took */
export async function until(what: string, holds: () => Promise<boolean>, withinMs: number): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  return performance.now() - startedAt;
}
