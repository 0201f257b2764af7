import { ensureRoles } from "@compose-pay/application";
import {
  type AnsweringOptions,
  createAnswering,
  createHttpMetrics,
  startHttpServer,
} from "@compose-pay/http";
import {
  type Clock,
  createHealth,
  createMetrics,
  type Health,
  type Logger,
  newId,
  startAdminServer,
  systemClock,
} from "@compose-pay/runtime";
import { createHandlers } from "./api/handlers.ts";
import { type Infrastructure, openInfrastructure } from "./open-infrastructure.ts";
import { type Answerings, createRoutes } from "./routes.ts";
import type { ConsoleSettings } from "./settings.ts";

export interface Console {
  readonly url: string;
  readonly adminUrl: string;
  /** Takes nothing new, lets calls under way end, and closes. */
  close(): Promise<void>;
}

/** Bounds of the HTTP server; the console is for tens of people. */
const server = {
  mostConnections: 1_000,
  mostHeaderBytes: 16_384,
  headersTimeoutMs: 10_000,
  // As long as the largest upload may take; other bodies are cut off before.
  requestTimeoutMs: 600_000,
  keepAliveTimeoutMs: 75_000,
} as const;

/** Files are few and take long. */
const uploads = { mostCallsAtOnce: 4, answerDeadlineMs: server.requestTimeoutMs } as const;

/** Starts the service and waits until it listens; what it stands on may come later. */
export async function startConsole(
  settings: ConsoleSettings,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<Console> {
  await using atEnd = new AsyncDisposableStack();
  const metrics = createMetrics("console");
  const health = createHealth();
  const core = { logger, metrics, clock, newId };

  const infrastructure = await openInfrastructure(settings, core, atEnd);
  addChecks(health, infrastructure);
  const stopping = new AbortController();
  const deps = { ...infrastructure, ...core, settings, stopping: stopping.signal };
  // A database that is away has its roles put in by the first operator's creation.
  await ensureRoles(deps).catch((error: unknown) => logger.warn({ error }, "the roles were not looked at"));
  const routes = createRoutes({
    deps,
    handlers: createHandlers(deps),
    answerings: createAnswerings(settings, {
      logger,
      metrics: createHttpMetrics(metrics),
      answerDeadlineMs: settings.CONSOLE_ANSWER_DEADLINE_MS,
      stopping: stopping.signal,
    }),
    health,
  });

  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  atEnd.defer(() => admin.close());
  const http = await startHttpServer(routes, { ...server, port: settings.PORT });
  atEnd.defer(() => http.close(settings.SHUTDOWN_DEADLINE_MS / 2));
  atEnd.defer(() => {
    health.beginStop();
    stopping.abort();
  });
  logger.info({ port: http.port, admin_port: admin.port }, "console is running");
  const closing = atEnd.move();
  return {
    url: `http://127.0.0.1:${http.port}`,
    adminUrl: `http://127.0.0.1:${admin.port}`,
    close: () => closing.disposeAsync(),
  };
}

/** Calls of people who are not signed in: sign-ins, and what is no call at all. */
const mostStrangers = 64;

function createAnswerings(
  settings: ConsoleSettings,
  common: Omit<AnsweringOptions, "mostCallsAtOnce">,
): Answerings {
  return {
    operator: createAnswering({ ...common, mostCallsAtOnce: settings.CONSOLE_MOST_CALLS }),
    upload: createAnswering({ ...common, ...uploads }),
    stranger: createAnswering({ ...common, mostCallsAtOnce: mostStrangers }),
    everybody: createAnswering({ ...common, mostCallsAtOnce: Infinity }),
  };
}

function addChecks(health: Health, { database, messaging, redis }: Infrastructure): void {
  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().publishing, otherwise: "degraded" });
  health.add("redis", { isWell: () => redis.isReady(), otherwise: "degraded" });
}
