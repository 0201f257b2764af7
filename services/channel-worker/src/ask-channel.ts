import type {
  Answer,
  Channel,
  ChannelOperation,
  ClosedOrder,
  CreatedOrder,
  OrderState,
} from "@compose-pay/channels";
import type { PaymentView } from "@compose-pay/database";
import { orderReference, orderToCreate } from "./order-of-attempt.ts";
import type { WorkDeps } from "./work-deps.ts";

/** Each asks through the account's circuit and answers null when the call was held back there. */
export function askToCreate(deps: WorkDeps, view: PaymentView): Promise<Answer<CreatedOrder> | null> {
  const order = orderToCreate(view, deps.publicUrl);
  return ask(deps, view, { operation: "create", by: (channel) => channel.create(order) });
}

export function askForState(deps: WorkDeps, view: PaymentView): Promise<Answer<OrderState> | null> {
  return ask(deps, view, { operation: "query", by: (channel) => channel.query(orderReference(view)) });
}

export function askToClose(deps: WorkDeps, view: PaymentView): Promise<Answer<ClosedOrder> | null> {
  return ask(deps, view, { operation: "close", by: (channel) => channel.close(orderReference(view)) });
}

async function ask<Value>(
  deps: WorkDeps,
  { attempt }: PaymentView,
  question: {
    readonly operation: ChannelOperation;
    readonly by: (channel: Channel) => Promise<Answer<Value>>;
  },
): Promise<Answer<Value> | null> {
  const { channelAccountId: accountId, channel: name } = attempt;
  const channel = await deps.channelOf(accountId);
  const target = { accountId, channel: name, operation: question.operation };
  const called = await deps.caller.call(target, () => question.by(channel));
  return called.kind === "held_back" ? null : called.answer;
}
