/** How one part, or the whole process, is. Degraded still takes work. */
export type HealthStatus = "ok" | "degraded" | "unavailable";

export interface HealthCheck {
  /** False, a throw or silence until the deadline mean that the part is not well. */
  readonly isWell: () => boolean | Promise<boolean>;
  /** What the process is without this part: Redis away is `degraded`, the database away is `unavailable`. */
  readonly otherwise: "degraded" | "unavailable";
}

export interface Readiness {
  readonly status: HealthStatus;
  readonly checks: Readonly<Record<string, HealthStatus>>;
}

export interface Health {
  add(name: string, check: HealthCheck): void;
  /** From now on the process is unavailable, so that a load balancer looks elsewhere while it finishes. */
  beginStop(): void;
  /** Never rejects; takes no longer than the deadline of a check. */
  readiness(): Promise<Readiness>;
}

/** @param deadlineMs how long a check may take */
export function createHealth({ deadlineMs = 1_000 }: { readonly deadlineMs?: number } = {}): Health {
  const checks = new Map<string, () => Promise<HealthStatus>>();
  return {
    add: (name, check) => void checks.set(name, boundedCheck(check, deadlineMs)),
    beginStop: () => void checks.set("process", () => Promise.resolve("unavailable")),
    readiness: async () => {
      const asked = [...checks].map(async ([name, ask]) => [name, await ask()] as const);
      const answers = await Promise.all(asked);
      return { status: worstOf(answers.map(([, status]) => status)), checks: Object.fromEntries(answers) };
    },
  };
}

/** A check that hangs is asked only once at a time, so that probes do not pile up behind it. */
function boundedCheck({ isWell, otherwise }: HealthCheck, deadlineMs: number): () => Promise<HealthStatus> {
  let running: Promise<boolean> | undefined;
  return async () => {
    running ??= settle(isWell).finally(() => (running = undefined));
    return (await withinDeadline(running, deadlineMs)) ? "ok" : otherwise;
  };
}

async function settle(isWell: HealthCheck["isWell"]): Promise<boolean> {
  try {
    return await isWell();
  } catch {
    return false;
  }
}

async function withinDeadline(answer: Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), deadlineMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  if (statuses.includes("unavailable")) return "unavailable";
  return statuses.includes("degraded") ? "degraded" : "ok";
}
