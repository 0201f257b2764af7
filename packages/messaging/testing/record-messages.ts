import { createOrder } from "@compose-pay/contracts";
import type { ConsumeOptions } from "../src/consume-options.ts";
import { on } from "../src/handling.ts";
import type { MessageContext } from "../src/handling.ts";
import type { Messaging, OutgoingMessage } from "../src/messaging.ts";
import type { Verdict } from "../src/verdict.ts";

/** The queue that the tests work on, and one that has to stay as it is. */
export const queue = "channel.mock.interactive";
export const bystander = "channel.wechat.interactive";

/** For what comes when it comes. */
export const soon = { deadlineMs: 20_000 };

export interface SeenMessage {
  readonly id: string;
  readonly context: MessageContext;
}

/** Consumes orders to create, notes each, and answers with the given verdict. */
export async function recordMessages(
  messaging: Messaging,
  decide: (message: SeenMessage) => Promise<Verdict>,
  options: Partial<ConsumeOptions> = {},
): Promise<readonly SeenMessage[]> {
  const seen: SeenMessage[] = [];
  const handler = on(createOrder, (body, context) => {
    const message = { id: body.attempt_id, context };
    seen.push(message);
    return decide(message);
  });
  await messaging.consume({ queue, prefetch: 20, handlers: [handler], ...options });
  return seen;
}

/** Sends the order to create of one attempt. */
export function sendOrder(
  messaging: Messaging,
  id: string,
  fields: Partial<OutgoingMessage> = {},
): Promise<void> {
  const body = { attempt_id: id };
  return messaging.publish({ queue, contract: createOrder, body, traceId: `trace of ${id}`, ...fields });
}
