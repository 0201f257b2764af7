import { createLogger, createShutdown, readSettings, runService } from "@compose-pay/runtime";
import { ingressSettings } from "./settings.ts";
import { startIngress } from "./start-ingress.ts";

await runService("ingress", async () => {
  const settings = readSettings(ingressSettings, process.env);
  const logger = createLogger({ service: "ingress", level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_DEADLINE_MS });
  const ingress = await startIngress(settings, logger);
  shutdown.onStop("ingress", () => ingress.close());
});
