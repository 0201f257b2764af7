import { createLogger } from "./logger.ts";
import type { Logger } from "./logger.ts";
import { SettingsError } from "./read-settings.ts";
import { requireNode } from "./require-node.ts";

/** How long answers and acknowledgements under way may still leave a process that is lost. */
const drainMs = 250;

/**
 * Runs a service's `main`. A failure to start is one line that says what to do, and exit code 1. Later, an
 * error that nobody handled leaves the process in an unknown state: it is logged and the process ends, for
 * its supervisor to start it again.
 */
export async function runService(name: string, main: () => Promise<void>): Promise<void> {
  const logger = createLogger({ service: name, level: "info" });
  process.on("uncaughtException", (error) => die(logger, error, "an error was not handled"));
  process.on("unhandledRejection", (error) => die(logger, error, "a rejection was not handled"));
  try {
    requireNode();
    await main();
  } catch (error) {
    if (error instanceof SettingsError) logger.fatal({ faults: error.faults }, error.message);
    else logger.fatal({ error }, `${name} could not start: ${error instanceof Error ? error.message : "?"}`);
    process.exit(1);
  }
}

function die(logger: Logger, error: unknown, message: string): void {
  process.exitCode = 1;
  logger.fatal({ error }, message);
  setTimeout(() => process.exit(1), drainMs);
}
