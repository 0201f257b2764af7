import type { Logger } from "./logger.ts";

export interface Shutdown {
  /** Adds what is to be done at the end. Steps run one after the other, the latest added first. */
  onStop(name: string, step: () => Promise<void> | void): void;
  /** Stops in order and exits: 0, or 1 when a step failed. A second call waits for the first. */
  stop(reason: string): Promise<void>;
}

export interface ShutdownOptions {
  readonly logger: Logger;
  /** After this the process exits with 1, whatever still runs. */
  readonly deadlineMs: number;
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

/**
 * Ordered stopping, begun by SIGTERM, SIGINT or `stop`. A second signal, or the deadline, exits at once with
 * 1 and names the step that hangs.
 */
export function createShutdown({ logger, deadlineMs }: ShutdownOptions): Shutdown {
  const steps: Step[] = [];
  let current = "none";
  let stopping: Promise<void> | undefined;

  const giveUp = (why: string) => {
    logger.fatal({ step: current }, `${why} while stopping; work in flight is left to the others`);
    process.exit(1);
  };
  const begin = async (reason: string) => {
    logger.info({ reason }, "stopping");
    setTimeout(() => giveUp("the deadline passed"), deadlineMs);
    const isClean = await runSteps(steps, logger, (name) => (current = name));
    logger.info({ reason }, "stopped");
    process.exit(isClean ? 0 : 1);
  };
  const stop = (reason: string) => (stopping ??= begin(reason));
  const onSignal = (signal: string) => {
    if (stopping === undefined) void stop(signal);
    else giveUp(`a second ${signal} came`);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return { onStop: (name, run) => void steps.push({ name, run }), stop };
}

async function runSteps(steps: readonly Step[], logger: Logger, entering: (name: string) => void) {
  let isClean = true;
  for (const { name, run } of steps.toReversed()) {
    entering(name);
    try {
      await run();
    } catch (error) {
      isClean = false;
      logger.error({ error, step: name }, "a step of stopping failed");
    }
  }
  return isClean;
}
