import { backoffMs, createThrottle } from "@compose-pay/runtime";
import type { ConsumeOptions, ConsumerParts, StopSignals } from "./consume-options.ts";
import type { Delivery } from "./delivery.ts";
import type { Handling } from "./handling.ts";
import { defaultRetryRules, nextStep } from "./next-step.ts";
import type { Outcome, RetryRules } from "./next-step.ts";
import { runHandler } from "./run-handler.ts";
import { settle } from "./settle.ts";
import { sleep } from "./sleep.ts";

/** How long a message is kept when a dependency fails, which slows its queue down instead of spinning. */
const outagePause = { firstMs: 100, maxMs: 5_000 };
const logEveryMs = 5_000;
const defaultDeadlineMs = 60_000;

/** Sees one message after the other from its arrival to its acknowledgement, or leaves it to the broker. */
export class DeliveryHandler {
  readonly #parts: ConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #signals: StopSignals;
  readonly #handlings: ReadonlyMap<string, Handling>;
  readonly #rules: RetryRules;
  readonly #throttle = createThrottle(logEveryMs);
  #outagesInARow = 0;

  constructor(parts: ConsumerParts, options: ConsumeOptions, signals: StopSignals) {
    this.#parts = { ...parts, logger: parts.logger.child({ queue: options.queue }) };
    this.#options = options;
    this.#signals = signals;
    this.#rules = { ...defaultRetryRules, ...options.rules };
    this.#handlings = new Map(options.handlers.map((one) => [contractKey(one), one]));
    if (this.#handlings.size < options.handlers.length) {
      throw new Error(`two handlers for one contract on ${options.queue}`);
    }
  }

  async handle(delivery: Delivery): Promise<void> {
    const { queue } = this.#options;
    this.#observeLag(delivery);
    const outcome = await this.#run(delivery);
    await this.#keepPace(outcome);
    // To be cut short by the end of the process is no fault of the message.
    if (this.#signals.giveUp.aborted && outcome.kind !== "done") return;
    const step = nextStep(outcome, { envelope: delivery.envelope, queue, nowMs: Date.now() }, this.#rules);
    await settle(step, delivery, {
      ...this.#parts,
      queue,
      giveUp: this.#signals.giveUp,
      throttle: this.#throttle,
    });
  }

  async #run({ message, envelope }: Delivery): Promise<Outcome> {
    const { metrics, isDependencyFailure } = this.#parts;
    const handling = this.#handlings.get(contractKey(envelope));
    const label = { queue: this.#options.queue, message: handling?.name ?? "unknown" };
    const { messageId, traceId, tries, replyTo, correlationId } = envelope;
    const logger = this.#parts.logger.child({
      message: label.message,
      message_id: messageId,
      trace_id: traceId,
    });
    const endTimer = metrics.handlerSeconds.startTimer(label);
    const outcome = await runHandler({
      handling,
      content: message.content,
      context: {
        messageId,
        traceId,
        tries,
        redelivered: message.fields.redelivered,
        replyTo,
        correlationId,
        logger,
      },
      deadlineMs: this.#options.deadlineMs ?? defaultDeadlineMs,
      giveUp: this.#signals.giveUp,
      isDependencyFailure,
    });
    endTimer();
    metrics.consumed.inc({ ...label, verdict: outcome.kind });
    return outcome;
  }

  /** While dependencies fail, each message is kept a while: fewer are taken, and less work is in vain. */
  async #keepPace(outcome: Outcome): Promise<void> {
    this.#outagesInARow = outcome.kind === "outage" ? this.#outagesInARow + 1 : 0;
    if (outcome.kind !== "outage") return;
    if (this.#throttle.isDue()) {
      this.#parts.logger.warn({ reason: outcome.reason }, "a dependency is away; messages wait");
    }
    await sleep(backoffMs(this.#outagesInARow, outagePause, Math.random()), this.#signals.stopping);
  }

  #observeLag({ message, envelope }: Delivery): void {
    if (envelope.tries > 0 || message.fields.redelivered || envelope.firstSeenMs === 0) return;
    const lagMs = Math.max(Date.now() - envelope.firstSeenMs, 0);
    this.#parts.metrics.lagSeconds.observe({ queue: this.#options.queue }, lagMs / 1_000);
  }
}

function contractKey({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name} v${version}`;
}
