import type { Logger, Metrics } from "@compose-pay/runtime";
import { BrokerMessaging } from "./broker-messaging.ts";
import { ConsumingSide } from "./consuming-side.ts";
import { isDependencyFailure } from "./dependency-failure.ts";
import type { Messaging } from "./messaging.ts";
import { createMessagingMetrics } from "./messaging-metrics.ts";
import { Publisher } from "./publisher.ts";
import { SupervisedConnection } from "./supervised-connection.ts";
import type { ConnectionTenant } from "./supervised-connection.ts";
import { createTopology } from "./topology.ts";

export interface MessagingOptions {
  readonly url: string;
  /** The name of the process, as the broker's tools show it. */
  readonly service: string;
  /** Before every name on the broker; may be empty. */
  readonly queuePrefix: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** After this a message counts as not sent; 10 s when left out. */
  readonly confirmTimeoutMs?: number;
  /** After this a look at the queues is given up; 5 s when left out. */
  readonly lookTimeoutMs?: number;
  /** Messages that may wait for their confirmation at one time; 2000 when left out. */
  readonly mostInFlight?: number;
  /** Errors that say nothing about the message, beside a database or broker that is away. */
  readonly isDependencyFailure?: (error: unknown) => boolean;
}

/**
 * Connects to the broker and declares the queues. Returns after the first attempt, successful or not: a
 * service starts without its broker and becomes ready when it is there.
 *
 * @throws TopologyMismatchError when the broker has a queue of ours with other arguments
 */
export async function connectMessaging(options: MessagingOptions): Promise<Messaging> {
  const { url, service, logger } = options;
  const metrics = createMessagingMetrics(options.metrics);
  const topology = createTopology(options.queuePrefix);
  const publisher = new Publisher({
    topology,
    metrics,
    confirmTimeoutMs: options.confirmTimeoutMs ?? 10_000,
    mostInFlight: options.mostInFlight ?? 2_000,
  });
  const consuming = new ConsumingSide(topology);
  const connection = (kind: string, tenant: ConnectionTenant) => {
    const onOpened = () => metrics.opened.inc({ connection: kind });
    return new SupervisedConnection({ url, name: `${service} ${kind}`, tenant, logger, onOpened });
  };
  const messaging = new BrokerMessaging({
    topology,
    metrics,
    logger,
    publisher,
    consuming,
    publishConnection: connection("publish", publisher),
    consumeConnection: connection("consume", consuming),
    lookTimeoutMs: options.lookTimeoutMs ?? 5_000,
    isDependencyFailure: (error) =>
      isDependencyFailure(error) || options.isDependencyFailure?.(error) === true,
  });
  await messaging.start();
  return messaging;
}
