import { describeError } from "@compose-pay/runtime";
import type { Handling, MessageContext } from "./handling.ts";
import type { Outcome } from "./next-step.ts";
import { dead } from "./verdict.ts";

export interface HandlerRun {
  /** The handler of the message's name and version, if there is one. */
  readonly handling: Handling | undefined;
  readonly content: Buffer;
  readonly context: Omit<MessageContext, "signal">;
  readonly deadlineMs: number;
  /** Aborts when the process waits for handlers no longer. */
  readonly giveUp: AbortSignal;
  readonly isDependencyFailure: (error: unknown) => boolean;
}

const longestReason = 300;

/** Runs a handler to its verdict, its error or its deadline; never rejects. */
export async function runHandler(run: HandlerRun): Promise<Outcome> {
  const { handling, content } = run;
  if (handling === undefined) return dead("nothing here handles a message of this name and version");
  const accepted = handling.accept(content);
  if (typeof accepted === "string") return dead(accepted.slice(0, longestReason));
  const deadline = startDeadline(run);
  const context = {
    ...run.context,
    get signal() {
      return deadline.signal();
    },
  };
  try {
    return await Promise.race([accepted(context), deadline.late]);
  } catch (error) {
    return outcomeOf(error, run);
  } finally {
    deadline.release();
  }
}

/**
 * The handler's signal aborts at its deadline and when the process gives up, whichever is first; made when it is asked
 * for, because few handlers do.
 */
function startDeadline({ deadlineMs, giveUp }: HandlerRun) {
  const { promise: late, resolve } = Promise.withResolvers<Outcome>();
  let controller: AbortController | undefined;
  let ended: Error | undefined;
  const end = (reason: string) => {
    ended = new Error(reason);
    controller?.abort(ended);
    resolve({ kind: "fault", reason });
  };
  const onGiveUp = () => end("the process is stopping");
  const timer = setTimeout(() => end(`the handler did not end in ${deadlineMs} ms`), deadlineMs);
  giveUp.addEventListener("abort", onGiveUp);
  return {
    late,
    signal: (): AbortSignal => {
      controller ??= new AbortController();
      if (ended !== undefined) controller.abort(ended);
      return controller.signal;
    },
    release: () => {
      clearTimeout(timer);
      giveUp.removeEventListener("abort", onGiveUp);
    },
  };
}

function outcomeOf(error: unknown, { context, isDependencyFailure }: HandlerRun): Outcome {
  const { type, message } = describeError(error);
  const reason = `${type}: ${message}`.slice(0, longestReason);
  if (isDependencyFailure(error)) return { kind: "outage", reason };
  context.logger.error({ error }, "a handler failed");
  return { kind: "fault", reason };
}
