import { createLogger, createShutdown, readSettings, runService } from "@compose-pay/runtime";
import { consoleSettings } from "./settings.ts";
import { startConsole } from "./start-console.ts";

await runService("console", async () => {
  const settings = readSettings(consoleSettings, process.env);
  const logger = createLogger({ service: "console", level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_DEADLINE_MS });
  const running = await startConsole(settings, logger);
  shutdown.onStop("console", () => running.close());
});
