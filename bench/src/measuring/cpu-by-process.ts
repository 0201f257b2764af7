import { machineBusySeconds, processCost } from "./process-cost.ts";

/** Milliseconds of processor time for each payment, by process. */
export type CpuMsPerPayment = Readonly<Record<string, number>>;

/** What the processes without a name here have used: the kernel's own work, everybody else. */
const unnamed = "servers and the rest";

/**
 * Begins to measure what the processes use.
 *
 * @param rest what the processes without a name here are called
 * @returns ends it, and divides by the payments made meanwhile
 */
export function watchCpu(
  pids: Readonly<Record<string, number>>,
  rest = unnamed,
): (payments: number) => CpuMsPerPayment {
  const before = usedSeconds(pids, rest);
  return (payments) => {
    const after = usedSeconds(pids, rest);
    return Object.fromEntries(
      Object.entries(after).map(([name, seconds]) => {
        const ms = (seconds - (before[name] ?? 0)) * 1_000;
        return [name, Number((ms / Math.max(payments, 1)).toFixed(3))];
      }),
    );
  };
}

function usedSeconds(pids: Readonly<Record<string, number>>, rest: string): Readonly<Record<string, number>> {
  const named = Object.entries(pids).map(([name, pid]) => [name, processCost(pid)?.cpuSeconds ?? 0] as const);
  const sum = named.reduce((total, [, seconds]) => total + seconds, 0);
  const others = [rest, (machineBusySeconds() ?? sum) - sum] as const;
  return Object.fromEntries([...named, others]);
}
