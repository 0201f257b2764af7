import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import { monotonicMs } from "../monotonic-ms.ts";
import type { Infrastructure } from "../open-infrastructure.ts";
import type { IngressSettings } from "../settings.ts";
import { createAccountFinder } from "./account-finder.ts";
import { createCertificateAsker } from "./certificate-asker.ts";
import { notificationCounter } from "./notification-metrics.ts";
import type { NotificationDeps } from "./receive-notification.ts";
import { createNotificationWriter } from "./notification-writer.ts";
import { createRefusalBudget } from "./refusal-budget.ts";

/** What receiving notifications works with. */
export function createNotificationDeps(
  parts: Infrastructure & {
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly clock: Clock;
    readonly settings: IngressSettings;
  },
): NotificationDeps {
  const { database, directory, outbox, logger, metrics, clock, settings } = parts;
  return {
    database,
    writer: createNotificationWriter(database),
    accounts: createAccountFinder(directory),
    logger,
    clock,
    outbox,
    budget: createRefusalBudget(settings.REFUSED_NOTIFICATIONS_PER_MINUTE, monotonicMs),
    counter: notificationCounter(metrics),
    askForCertificates: createCertificateAsker({
      database,
      clock,
      logger,
      dispatch: (messages) => outbox.dispatch(messages),
    }),
  };
}
