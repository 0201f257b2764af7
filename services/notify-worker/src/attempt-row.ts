import type { DeliveryAttemptRow, HeldDelivery } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { WebhookAnswer } from "@compose-pay/webhooks";

/** One POST and what came back, as the log of attempts keeps it. */
export interface MadeAttempt {
  readonly answer: WebhookAnswer;
  readonly startedAt: Date;
  readonly durationMs: number;
}

export function attemptRow(
  delivery: HeldDelivery,
  { answer, startedAt, durationMs }: MadeAttempt,
): DeliveryAttemptRow {
  return {
    id: newId("dat", startedAt),
    deliveryId: delivery.id,
    number: delivery.attemptsMade + 1,
    trigger: delivery.trigger,
    address: answer.address,
    status: answer.kind === "answered" ? answer.status : null,
    error: errorOf(answer),
    responseStart: answer.kind === "answered" ? answer.responseStart : null,
    startedAt,
    durationMs,
  };
}

/** Null for a success. */
function errorOf(answer: WebhookAnswer): string | null {
  if (answer.kind === "unanswered") return answer.fault;
  return answer.status >= 200 && answer.status < 300 ? null : `status_${answer.status}`;
}
