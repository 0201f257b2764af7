import { watchCircuitOrders } from "@compose-pay/application";
import { buildOpenApi } from "@compose-pay/contracts";
import {
  type AnsweringOptions,
  createAnswering,
  createHttpMetrics,
  startHttpServer,
} from "@compose-pay/http";
import {
  createHealth,
  createMetrics,
  type Health,
  type Logger,
  startAdminServer,
  systemClock,
} from "@compose-pay/runtime";
import { createUrlGuard } from "@compose-pay/webhooks";
import manifest from "../package.json" with { type: "json" };
import type { Doors } from "./access/admit.ts";
import { createDoors } from "./access/create-doors.ts";
import { lastStanding } from "./access/last-standing.ts";
import { createCircuits } from "./circuits.ts";
import { createNotificationDeps } from "./notifications/create-notification-deps.ts";
import { type Infrastructure, openInfrastructure } from "./open-infrastructure.ts";
import { createPaymentDeps } from "./payments/create-payment-deps.ts";
import { createRefundDeps } from "./refunds/refund-deps.ts";
import { type Answerings, createRoutes } from "./routes.ts";
import type { IngressSettings } from "./settings.ts";
import { createWebhookDeps } from "./webhook-endpoints/webhook-deps.ts";

export interface Ingress {
  readonly url: string;
  readonly adminUrl: string;
  /** Takes nothing new, lets calls under way end, sends what was stored, and closes. */
  close(): Promise<void>;
}

/** Starts the service and waits until it listens; what it stands on may come later. */
export async function startIngress(settings: IngressSettings, logger: Logger): Promise<Ingress> {
  await using atEnd = new AsyncDisposableStack();
  const metrics = createMetrics("ingress");
  const health = createHealth();
  const core = { logger, metrics, clock: systemClock };

  const infrastructure = await openInfrastructure(settings, core, atEnd);
  addChecks(health, infrastructure);
  const orders = await watchCircuitOrders({ ...infrastructure, ...core });
  atEnd.defer(() => orders.stop());
  const circuits = createCircuits(infrastructure.redis, orders);
  atEnd.defer(() => circuits.stop());
  const stopping = new AbortController();
  const urlGuard = createUrlGuard({
    allowedRanges: settings.WEBHOOK_ALLOWED_CIDRS,
    allowedPorts: settings.WEBHOOK_ALLOWED_PORTS,
  });
  const parts = { ...infrastructure, ...core, circuits, urlGuard, settings };
  const doors = createDoors(parts);
  const verbs = createPaymentDeps(parts);
  const routes = createRoutes({
    answerings: createAnswerings(settings, doors, {
      logger,
      metrics: createHttpMetrics(metrics),
      answerDeadlineMs: settings.ANSWER_DEADLINE_MS,
      stopping: stopping.signal,
    }),
    doors,
    verbs,
    refundVerbs: createRefundDeps({ ...parts, room: verbs.room }),
    statements: { database: infrastructure.database, mostStatements: settings.MOST_STATEMENTS },
    webhookVerbs: createWebhookDeps({ ...parts, room: verbs.room }),
    notifications: createNotificationDeps(parts),
    openApi: buildOpenApi({ version: manifest.version, serverUrl: settings.PUBLIC_URL }),
    health,
  });

  const admin = await startAdminServer({ port: settings.ADMIN_PORT, metrics, health, logger });
  atEnd.defer(() => admin.close());
  const http = await startHttpServer(routes, serverSettings(settings));
  atEnd.defer(() => http.close(settings.SHUTDOWN_DEADLINE_MS / 2));
  atEnd.defer(() => {
    health.beginStop();
    stopping.abort();
  });
  logger.info({ port: http.port, admin_port: admin.port }, "ingress is running");
  const closing = atEnd.move();
  return {
    url: `http://127.0.0.1:${http.port}`,
    adminUrl: `http://127.0.0.1:${admin.port}`,
    close: () => closing.disposeAsync(),
  };
}

/** What is public is not counted: it does no work, and health must be told however many calls there are. */
function createAnswerings(
  settings: IngressSettings,
  doors: Doors,
  common: Omit<AnsweringOptions, "mostCallsAtOnce">,
): Answerings {
  return {
    merchant: createAnswering({
      ...common,
      mostCallsAtOnce: settings.MOST_CALLS,
      lastStanding: (request) => lastStanding(doors, request),
    }),
    channel: createAnswering({ ...common, mostCallsAtOnce: settings.MOST_NOTIFICATIONS }),
    everybody: createAnswering({ ...common, mostCallsAtOnce: Infinity }),
  };
}

function addChecks(health: Health, { database, messaging, redis }: Infrastructure): void {
  health.add("database", { isWell: () => database.ping().then(() => true), otherwise: "unavailable" });
  health.add("broker", { isWell: () => messaging.isReady().publishing, otherwise: "unavailable" });
  health.add("redis", { isWell: () => redis.isReady(), otherwise: "degraded" });
}

function serverSettings(settings: IngressSettings) {
  return {
    port: settings.PORT,
    mostConnections: settings.MOST_CONNECTIONS,
    mostHeaderBytes: settings.MOST_HEADER_BYTES,
    headersTimeoutMs: settings.HEADERS_TIMEOUT_MS,
    requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    keepAliveTimeoutMs: settings.KEEP_ALIVE_TIMEOUT_MS,
  };
}
