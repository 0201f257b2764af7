import { ChannelAccountUnusable, orderReference } from "@compose-pay/application";
import type {
  Answer,
  Channel,
  ChannelOperation,
  ClosedOrder,
  CreatedOrder,
  OrderState,
} from "@compose-pay/channels";
import type { AttemptRow, PaymentView } from "@compose-pay/database";
import { lookAgainIn } from "./look-again.ts";
import { orderToCreate } from "./order-of-attempt.ts";
import type { WorkDeps } from "./work-deps.ts";

/** How long an attempt waits whose account has an open circuit, or enough calls in flight. */
const heldBackMs = { circuit_open: 5_000, too_many_in_flight: 1_000 } as const;

/** How long an attempt waits whose account cannot be used at all. */
const unusableMs = 60_000;

/**
 * Each asks through the account's circuit. Null when no call was made; the attempt is due again then and
 * nothing else is to be done for it now.
 */
export function askToCreate(deps: WorkDeps, view: PaymentView): Promise<Answer<CreatedOrder> | null> {
  const order = orderToCreate(view, deps.publicUrl);
  return ask(deps, view.attempt, { operation: "create", by: (channel) => channel.create(order) });
}

export function askForState(deps: WorkDeps, view: PaymentView): Promise<Answer<OrderState> | null> {
  const order = orderReference(view);
  return ask(deps, view.attempt, { operation: "query", by: (channel) => channel.query(order) });
}

export function askToClose(deps: WorkDeps, view: PaymentView): Promise<Answer<ClosedOrder> | null> {
  const order = orderReference(view);
  return ask(deps, view.attempt, { operation: "close", by: (channel) => channel.close(order) });
}

/** Whether a create would be held back now; then the attempt is due again and need not be marked as sent. */
export async function isHeldBack(deps: WorkDeps, attempt: AttemptRow): Promise<boolean> {
  const reason = deps.caller.wouldHoldBack(targetOf(attempt, "create"));
  if (reason !== null) await lookAgainIn(deps, attempt, heldBackMs[reason]);
  return reason !== null;
}

async function ask<Value>(
  deps: WorkDeps,
  attempt: AttemptRow,
  question: {
    readonly operation: ChannelOperation;
    readonly by: (channel: Channel) => Promise<Answer<Value>>;
  },
): Promise<Answer<Value> | null> {
  const channel = await usableChannel(deps, attempt);
  if (channel === null) return null;
  const target = targetOf(attempt, question.operation);
  const called = await deps.caller.call(target, () => question.by(channel));
  if (called.kind === "answered") return called.answer;
  await lookAgainIn(deps, attempt, heldBackMs[called.reason]);
  return null;
}

/** An account that was spoilt by a change of its keys stops its own attempts and makes no dead letters. */
async function usableChannel(deps: WorkDeps, attempt: AttemptRow): Promise<Channel | null> {
  try {
    return await deps.channelOf(attempt.channelAccountId);
  } catch (error) {
    if (!(error instanceof ChannelAccountUnusable)) throw error;
    deps.logger.error({ error, attempt_id: attempt.id }, "a channel account cannot be used");
    await lookAgainIn(deps, attempt, unusableMs);
    return null;
  }
}

function targetOf(attempt: AttemptRow, operation: ChannelOperation) {
  return { accountId: attempt.channelAccountId, channel: attempt.channel, operation };
}
