import { backoffMs } from "@compose-pay/runtime";
import type { Throttle } from "@compose-pay/runtime";
import type { ConsumerParts } from "./consume-options.ts";
import type { Delivery } from "./delivery.ts";
import type { NextStep } from "./next-step.ts";
import { deadLetterQueueOf } from "./queue-name.ts";
import type { QueueName } from "./queue-name.ts";
import { sleep } from "./sleep.ts";

/** How long until a message that could not be sent on is sent on again. */
const pause = { firstMs: 200, maxMs: 5_000 };

export interface SettleParts extends Pick<ConsumerParts, "publisher" | "logger"> {
  readonly queue: QueueName;
  readonly giveUp: AbortSignal;
  readonly throttle: Throttle;
}

/**
 * Sends a message where it goes next, and acknowledges it once the broker has confirmed that. While it
 * cannot be sent on it is kept and holds its place in the prefetch; it is never put back on its queue, where
 * it would come round at once. When the channel closes, the broker gives it out again.
 */
export async function settle(step: NextStep, delivery: Delivery, parts: SettleParts): Promise<void> {
  const { lease, message } = delivery;
  for (let failures = 1; lease.isOpen && !parts.giveUp.aborted; failures += 1) {
    try {
      await forward(step, delivery, parts);
      if (lease.isOpen) lease.channel.ack(message);
      return;
    } catch (error) {
      if (parts.throttle.isDue()) parts.logger.warn({ error }, "messages cannot be sent on; keeping them");
      await sleep(backoffMs(failures, pause, Math.random()), parts.giveUp);
    }
  }
}

async function forward(step: NextStep, { message }: Delivery, { publisher, queue, logger }: SettleParts) {
  const { content } = message;
  switch (step.to) {
    case "done":
      return;
    case "wait":
      await publisher.publish({ queue, wait: step.wait, content, envelope: step.envelope });
      return;
    case "dead": {
      const { reason, traceId, messageId, name } = step.envelope;
      await publisher.publish({ queue: deadLetterQueueOf(queue), content, envelope: step.envelope });
      logger.error({ reason, trace_id: traceId, message_id: messageId, message: name }, "a message is dead");
    }
  }
}
