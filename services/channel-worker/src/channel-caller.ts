import { type Answer, type ChannelOperation, classOfOperation } from "@compose-pay/channels";
import type { ChannelName } from "@compose-pay/domain";
import type { Metrics } from "@compose-pay/runtime";
import type { Circuits, Guarded, HeldBackReason } from "./circuits.ts";

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

export function createChannelCaller(circuits: Circuits, metrics: Metrics): ChannelCaller {
  const calls = metrics.counter({
    name: "compose_pay_channel_calls_total",
    help: "Calls to channels by outcome; held_back were not made.",
    labels: ["channel", "operation", "outcome"],
  });
  const seconds = metrics.histogram({
    name: "compose_pay_channel_call_seconds",
    help: "How long a channel took to answer.",
    labels: ["channel", "operation"],
  });
  return {
    call: async (target, work) => {
      const { channel, operation } = target;
      const guarded = await circuits.call(circuitOf(target), work);
      const isAnswered = guarded.kind === "answered";
      calls.inc({ channel, operation, outcome: isAnswered ? guarded.answer.kind : guarded.reason });
      if (isAnswered) seconds.observe({ channel, operation }, guarded.answer.call.durationMs / 1_000);
      return guarded;
    },
    wouldHoldBack: (target) => circuits.wouldHoldBack(circuitOf(target)),
  };
}

function circuitOf(target: CallTarget) {
  return { accountId: target.accountId, operationClass: classOfOperation[target.operation] };
}
