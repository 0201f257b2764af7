import { type Answer, type ChannelOperation, classOfOperation } from "@compose-pay/channels";
import type { ChannelName } from "@compose-pay/domain";
import type { Metrics } from "@compose-pay/runtime";
import type { Guarded, HeldBackReason } from "./circuit.ts";
import type { Circuits } from "./circuits.ts";

export interface CallTarget {
  readonly accountId: string;
  readonly channel: ChannelName;
  readonly operation: ChannelOperation;
}

/** Calls a channel through its circuit and counts what came of it. */
export interface ChannelCaller {
  call<Value>(target: CallTarget, work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** Why a call would be held back now, or null. Asking changes nothing. */
  wouldHoldBack(target: CallTarget): HeldBackReason | null;
}

export interface ChannelCallerDeps {
  readonly circuits: Circuits;
  readonly metrics: Metrics;
  /** Calls in flight per account by this caller: it may not take the whole of a lane. */
  readonly mostPerAccount: number;
  /** An answer was signed with a key that the account does not have; its serial number where it is known. */
  readonly onUnknownKey: (target: CallTarget, serial: string | null) => void;
}

/** One for each lane. */
export function createChannelCaller(deps: ChannelCallerDeps): ChannelCaller {
  const { circuits, mostPerAccount } = deps;
  const count = createCounts(deps.metrics);
  const inFlight = new Map<string, number>();
  const isFull = ({ accountId }: Pick<CallTarget, "accountId">) =>
    (inFlight.get(accountId) ?? 0) >= mostPerAccount;
  const guarded = async <Value>(target: CallTarget, work: () => Promise<Answer<Value>>) => {
    if (isFull(target)) return { kind: "held_back", reason: "too_many_in_flight" } as const;
    const { accountId, operation } = target;
    inFlight.set(accountId, (inFlight.get(accountId) ?? 0) + 1);
    try {
      // A circuit that is open because a key is not known must not keep that key from being fetched.
      const isPastBreaker = operation === "certificates";
      return await circuits[isPastBreaker ? "callPastBreaker" : "call"](circuitOf(target), work);
    } finally {
      const left = (inFlight.get(accountId) ?? 1) - 1;
      if (left === 0) inFlight.delete(accountId);
      else inFlight.set(accountId, left);
    }
  };
  return {
    call: async (target, work) => {
      const result = await guarded(target, work);
      count(target, result);
      const unknown = result.kind === "answered" ? unknownKeyOf(result.answer) : null;
      if (unknown !== null) deps.onUnknownKey(target, unknown.serial);
      return result;
    },
    wouldHoldBack: (target) =>
      isFull(target) ? "too_many_in_flight" : circuits.wouldHoldBack(circuitOf(target)),
  };
}

function createCounts(metrics: Metrics) {
  const calls = metrics.counter({
    name: "compose_pay_channel_calls_total",
    help: "Calls to channels by outcome; those with circuit_open and too_many_in_flight were not made.",
    labels: ["channel", "operation", "outcome"],
  });
  const seconds = metrics.histogram({
    name: "compose_pay_channel_call_seconds",
    help: "How long a channel took to answer.",
    labels: ["channel", "operation"],
  });
  return ({ channel, operation }: CallTarget, result: Guarded<unknown>): void => {
    const isAnswered = result.kind === "answered";
    calls.inc({ channel, operation, outcome: isAnswered ? result.answer.kind : result.reason });
    if (isAnswered) seconds.observe({ channel, operation }, result.answer.call.durationMs / 1_000);
  };
}

function unknownKeyOf(answer: Answer<unknown>): { readonly serial: string | null } | null {
  if (answer.kind !== "unknown") return null;
  if (answer.reason === "key_unknown") return { serial: answer.detail };
  const isFollowUp = answer.reason === "follow_up_failed" && answer.detail === "key_unknown";
  return isFollowUp ? { serial: null } : null;
}

function circuitOf(target: CallTarget) {
  return { accountId: target.accountId, operationClass: classOfOperation[target.operation] };
}
