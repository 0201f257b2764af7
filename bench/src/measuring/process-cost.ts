import { readFileSync } from "node:fs";

/** What a process has used. Linux; null elsewhere, and when the process has ended. */
export interface ProcessCost {
  /** In user and kernel mode together, since the process began. */
  readonly cpuSeconds: number;
  readonly rssMb: number;
  /** The most that it ever had. */
  readonly peakRssMb: number;
}

/** `USER_HZ`, which the kernel shows to programs as 100 on every architecture that runs Node. */
const ticksPerSecond = 100;

/** Reads proc(5): `stat` after the name in brackets, `VmRSS` and `VmHWM` of `status`. */
export function processCost(pid: number): ProcessCost | null {
  const stat = read(`/proc/${pid}/stat`);
  const status = read(`/proc/${pid}/status`);
  if (stat === null || status === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    cpuSeconds: ticks / ticksPerSecond,
    rssMb: megabytes(status, "VmRSS"),
    peakRssMb: megabytes(status, "VmHWM"),
  };
}

/** Seconds that all processors together were not idle since the machine started; null outside Linux. */
export function machineBusySeconds(): number | null {
  const line = read("/proc/stat")?.split("\n", 1)[0];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/ +/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / ticksPerSecond;
}

function megabytes(status: string, field: "VmRSS" | "VmHWM"): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1_024);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
