import type { DailyShare } from "@compose-pay/database";
import { type AttemptState, isOpen } from "@compose-pay/domain";
import type { Transition } from "./decide-transition.ts";
import type { AttemptWrite } from "./fact-writes.ts";

/** Once a payment has its money, nobody should pay its other orders any more: the sweeps close them now. */
export function openOthersToClose({ found, attempt, next, at }: Transition): readonly AttemptWrite[] {
  if (next !== "succeeded") return [];
  return found.attempts
    .filter(({ id, state, closeRequested }) => id !== attempt.id && isOpen(state) && !closeRequested)
    .map((expected) => ({ expected, change: { closeRequested: true, dueAt: at } }));
}

/**
 * An attempt that ends without money gives its part of the day's amount back. Money that comes in later takes
 * it again, beyond the bound if need be: it is there.
 */
export function dailyChange({ found, attempt, next }: Transition): { readonly daily?: DailyShare } {
  const { dailyAmountDay: day, method, amount } = attempt;
  const change = Number(takesPart(next)) - Number(takesPart(attempt.state));
  if (day === null || change === 0) return {};
  return { daily: { appId: found.payment.appId, method, day, amount: change * amount } };
}

function takesPart(state: AttemptState): boolean {
  return isOpen(state) || state === "succeeded";
}
