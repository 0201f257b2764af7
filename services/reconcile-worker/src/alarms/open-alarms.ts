import { type Clock, type Logger, type Metrics, systemClock } from "@compose-pay/runtime";
import type { ReconcileWorkerSettings } from "../settings.ts";
import { type Alarms, type AlarmWay, createAlarms } from "./alarms.ts";
import { createEmailWay } from "./email-way.ts";
import { createWebhookWay } from "./webhook-way.ts";

/** Alarms by every way that is configured; by none, they are in the log. */
export function openAlarms(
  settings: ReconcileWorkerSettings,
  deps: { readonly logger: Logger; readonly metrics: Metrics; readonly clock?: Clock },
): Alarms {
  return createAlarms({ ways: waysOf(settings), clock: systemClock, ...deps });
}

function waysOf(settings: ReconcileWorkerSettings): readonly AlarmWay[] {
  const { ALARM_TIMEOUT_MS: timeoutMs, ALARM_WEBHOOK_URL: url } = settings;
  const { ALARM_EMAIL_TO: to, ALARM_EMAIL_FROM: from, SMTP_URL: smtpUrl } = settings;
  const ways: AlarmWay[] = [];
  if (url !== undefined) ways.push(createWebhookWay({ url, timeoutMs }));
  if (to !== undefined && from !== undefined && smtpUrl !== undefined) {
    ways.push(createEmailWay({ smtpUrl, from, to, timeoutMs }));
  }
  return ways;
}
