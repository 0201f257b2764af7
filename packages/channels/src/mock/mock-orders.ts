import { declined, ok, unknown } from "../answers.ts";
import type { Answer, ClosedOrder, CreatedOrder, OrderReference, OrderState, PaidOrder } from "../channel.ts";
import { failureOf } from "../failure.ts";
import type { OperationRun } from "../operation-run.ts";
import { behaviourOf } from "./mock-behaviour.ts";
import { mockCall } from "./mock-call.ts";

export function createMock(order: OrderReference, run: OperationRun): Answer<CreatedOrder> {
  const call = mockCall("create", run);
  switch (behaviourOf(order)) {
    case "succeed":
      return ok(paid(order, order.createdAt), call);
    case "pend":
    case "late":
      return ok({ state: "waiting", nextAction: { type: "await_customer" } }, call);
    case "fail":
      return declined("channel_refused", { ...refusal, call });
    case "unknown":
      // Of all reasons the one that no circuit breaker counts: the channel is well, it only tests.
      return unknown("signature_probe", call, "metadata.mock is unknown");
  }
}

export function queryMock(order: OrderReference, run: OperationRun): Answer<OrderState> {
  return ok(stateOf(order), mockCall("query", run));
}

export function closeMock(order: OrderReference, run: OperationRun): Answer<ClosedOrder> {
  const call = mockCall("close", run);
  switch (behaviourOf(order)) {
    case "succeed":
    case "unknown":
      return ok({ state: "paid" }, call);
    case "pend":
    case "late":
    case "fail":
      return ok({ state: "closed", moneyReturned: false }, call);
  }
}

/** The order as it stands, by itself alone. */
export function stateOf(order: OrderReference): OrderState {
  switch (behaviourOf(order)) {
    case "succeed":
    case "unknown":
      return paid(order, order.createdAt);
    case "pend":
      return order.closedAt === null ? { state: "waiting" } : { state: "closed", moneyReturned: false };
    case "fail":
      return { state: "failed", failure: failureOf("channel_refused", refusal) };
    case "late":
      // Its number is known once it took the money, which it keeps.
      if (order.closedAt === null && (order.channelTradeNo ?? null) === null) return { state: "waiting" };
      return paid(order, order.closedAt ?? order.createdAt);
  }
}

const refusal = { code: "MOCK_REFUSED", message: "metadata.mock is fail" };

function paid(order: OrderReference, paidAt: Date): PaidOrder {
  return { state: "paid", money: order.money, channelTradeNo: `mock_${order.outTradeNo}`, paidAt };
}
