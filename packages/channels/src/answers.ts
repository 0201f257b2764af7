import type { Answer, ChannelCall, OrderState, UnknownReason } from "./channel.ts";
import { type FailureCode, failureOf, type Refusal } from "./failure.ts";

/** An answer that says nothing about the order, and so fits every operation. */
export type Undecided = Extract<Answer<never>, { kind: "unknown" | "throttled" | "misconfigured" }>;

export function ok<Value>(value: Value, call: ChannelCall): Answer<Value> {
  return { kind: "ok", value, call, earlierCalls: [] };
}

export function declined(code: FailureCode, refusal: Refusal): Answer<never> {
  return { kind: "declined", failure: failureOf(code, refusal), call: refusal.call, earlierCalls: [] };
}

export function unknown(reason: UnknownReason, call: ChannelCall, detail: string | null = null): Undecided {
  return { kind: "unknown", reason, detail, call, earlierCalls: [] };
}

export function throttled(reason: string, call: ChannelCall): Undecided {
  return { kind: "throttled", reason, call, earlierCalls: [] };
}

export function misconfigured(reason: string, call: ChannelCall): Undecided {
  return { kind: "misconfigured", reason, call, earlierCalls: [] };
}

/** What an order's or a refund's state makes of an operation that was refused. */
export type Settling<Value, State = OrderState> = (state: State, call: ChannelCall) => Answer<Value>;

/**
 * Settles a refused operation by the state of its order or refund. When the state cannot be had either, the
 * operation stays unknown: the refusal proved that its call was sent.
 */
export function settledBy<Value, State = OrderState>(
  first: ChannelCall,
  query: Answer<State>,
  settle: Settling<Value, State>,
): Answer<Value> {
  if (query.kind === "ok") return after(first, settle(query.value, query.call));
  return after(first, unknown("follow_up_failed", query.call, wordOf(query)));
}

/** The answer with the call that went before it. */
export function after<Value>(earlier: ChannelCall, answer: Answer<Value>): Answer<Value> {
  return { ...answer, earlierCalls: [earlier, ...answer.earlierCalls] };
}

function wordOf(answer: Exclude<Answer<unknown>, { kind: "ok" }>): string {
  return answer.kind === "declined" ? answer.failure.code : answer.reason;
}
