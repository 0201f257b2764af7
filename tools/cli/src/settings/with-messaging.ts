import { connectMessaging, type Messaging } from "@compose-pay/messaging";
import { createLogger, createMetrics, DependencyError, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { probeBroker } from "../doctor/probe-broker.ts";
import { readCommandSettings } from "./read-command-settings.ts";

const settings = z.object({
  AMQP_URL: sharedSettings.AMQP_URL,
  QUEUE_PREFIX: sharedSettings.QUEUE_PREFIX,
});
const closeDeadlineMs = 5_000;

/**
 * Runs the work on the configured broker and closes the connections after it.
 *
 * @throws DependencyError when the broker does not answer
 */
export async function withMessaging<Result>(
  context: CommandContext,
  work: (messaging: Messaging) => Promise<Result>,
): Promise<Result> {
  const { AMQP_URL: url, QUEUE_PREFIX: queuePrefix } = readCommandSettings(context, settings);
  const destination = { write: (line: string) => context.note(line.trimEnd()) };
  const messaging = await connectMessaging({
    url,
    service: "cli",
    queuePrefix,
    logger: createLogger({ service: "cli", level: "info", destination }),
    metrics: createMetrics("cli"),
  });
  try {
    if (!messaging.isReady().publishing) {
      await probeBroker(url);
      throw new DependencyError("broker", "the broker closed the connection");
    }
    return await work(messaging);
  } finally {
    await messaging.close({ deadlineMs: closeDeadlineMs });
  }
}
