import type { MessageContract } from "@compose-pay/contracts";
import type { OutboxRow } from "@compose-pay/database";
import type { QueueName } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";

/** A message to be stored with the state that decided on it. */
export function outboxMessage<Body>(
  queue: QueueName,
  contract: MessageContract<Body>,
  message: { readonly body: Body; readonly traceId: string; readonly at: Date },
): OutboxRow {
  return {
    id: newId("msg"),
    queue,
    name: contract.name,
    version: contract.version,
    body: message.body,
    traceId: message.traceId,
    createdAt: message.at,
  };
}
