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
  const { late, signal, release } = startDeadline(run);
  try {
    return await Promise.race([accepted({ ...run.context, signal }), late]);
  } catch (error) {
    return outcomeOf(error, run);
  } finally {
    release();
  }
}

/** The handler's signal aborts at its deadline and when the process gives up, whichever is first. */
function startDeadline({ deadlineMs, giveUp }: HandlerRun) {
  const { promise: late, resolve } = Promise.withResolvers<Outcome>();
  const controller = new AbortController();
  const end = (reason: string) => {
    controller.abort(new Error(reason));
    resolve({ kind: "fault", reason });
  };
  const onGiveUp = () => end("the process is stopping");
  const timer = setTimeout(() => end(`the handler did not end in ${deadlineMs} ms`), deadlineMs);
  giveUp.addEventListener("abort", onGiveUp);
  const release = () => {
    clearTimeout(timer);
    giveUp.removeEventListener("abort", onGiveUp);
  };
  return { late, signal: controller.signal, release };
}

function outcomeOf(error: unknown, { context, isDependencyFailure }: HandlerRun): Outcome {
  const { type, message } = describeError(error);
  const reason = `${type}: ${message}`.slice(0, longestReason);
  if (isDependencyFailure(error)) return { kind: "outage", reason };
  context.logger.error({ error }, "a handler failed");
  return { kind: "fault", reason };
}
