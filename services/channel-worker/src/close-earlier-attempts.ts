import { findAttempt, listOpenAttempts, type PaymentView } from "@compose-pay/database";
import { closeOrder } from "./close-order.ts";
import type { WorkDeps } from "./work-deps.ts";

/** How long a new attempt waits for the earlier ones to be closed; then it goes on without. */
const longestWaitMs = 5_000;

/**
 * Ends the earlier attempts of a payment at their channels before the next one is sent: query, close there,
 * close here, one try each. What cannot be closed now stays marked to be closed and keeps its due time.
 *
 * @returns the payment as it is then: where an earlier attempt was paid, the new one is marked to be closed
 */
export async function closeEarlierAttempts(
  deps: WorkDeps,
  view: PaymentView,
  traceId: string,
): Promise<PaymentView> {
  const { payment, attempt } = view;
  // The first attempt is made at the same instant as its payment, each later one after it.
  if (attempt.createdAt <= payment.createdAt) return view;
  const open = await listOpenAttempts(deps.database.connection, attempt.paymentId);
  // Those before the last one had their try when it was sent; the sweeps go on with them.
  const earlier = open.filter(({ id, closeRequested }) => id < attempt.id && closeRequested).slice(-1);
  const closing = earlier.map(async ({ id }) => {
    try {
      await closeOrder(deps, { attemptId: id, traceId });
    } catch (error) {
      deps.logger.warn(
        { error, attempt_id: id, trace_id: traceId },
        "an earlier attempt could not be closed",
      );
    }
  });
  await withinMs(Promise.all(closing), longestWaitMs);
  return (await findAttempt(deps.database.connection, attempt.id)) ?? view;
}

/** Waits for the work, which goes on, so long at the most. */
async function withinMs(work: Promise<unknown>, ms: number): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  await Promise.race([work, over.promise]);
  clearTimeout(timer);
}
