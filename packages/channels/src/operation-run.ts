import type { ChannelCall, ChannelOperation } from "./channel.ts";
import type { ChannelEnvironment } from "./channel-environment.ts";

/** One operation under way: all of its calls share its deadline. */
export interface OperationRun {
  readonly deadline: AbortSignal;
  /** Begins a call; what it returns ends it and gives its row for the journal. */
  startCall(operation: ChannelOperation): (outcome: CallOutcome) => ChannelCall;
}

export type CallOutcome = Pick<ChannelCall, "httpStatus" | "channelCode" | "channelRequestId">;

export function startRun(operation: ChannelOperation, environment: ChannelEnvironment): OperationRun {
  return {
    deadline: AbortSignal.timeout(environment.deadlinesMs[operation]),
    startCall: (called) => {
      const startedAt = environment.clock.now();
      const startedMs = performance.now();
      return (outcome) => ({
        operation: called,
        startedAt,
        durationMs: Math.round(performance.now() - startedMs),
        ...outcome,
      });
    },
  };
}
