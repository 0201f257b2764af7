import { declined, ok, type Settling, unknown } from "./answers.ts";
import type { ClosedOrder, CreatedOrder } from "./channel.ts";
import type { Refusal } from "./failure.ts";
import type { AbsentOrder } from "./gateway-answer.ts";

/**
 * Settles a refused create. An order that is there and not settled was made with other parameters, and
 * somebody may be paying it: nothing is known until it is paid or closed.
 */
export function settleCreate(refusal: Refusal, ifAbsent: AbsentOrder): Settling<CreatedOrder> {
  return (state, call) => {
    switch (state.state) {
      case "paid":
      case "closed":
        return ok(state, call);
      case "failed":
        return { kind: "declined", failure: state.failure, call, earlierCalls: [] };
      case "waiting":
        return unknown("order_differs", call, refusal.code);
      case "absent":
        return ifAbsent === "declined"
          ? declined("channel_refused", { ...refusal, call })
          : unknown(ifAbsent, call, refusal.code);
    }
  };
}

/** Settles a refused close. An order that still waits was not closed, and why was not told. */
export function settleClose(refusal: Refusal): Settling<ClosedOrder> {
  return (state, call) => {
    switch (state.state) {
      case "paid":
        return ok({ state: "paid" }, call);
      case "closed":
        return ok(state, call);
      case "failed":
        return ok({ state: "closed", moneyReturned: false }, call);
      case "absent":
        return ok({ state: "absent" }, call);
      case "waiting":
        return unknown("refused", call, refusal.code);
    }
  };
}
