import { setTimeout as pause } from "node:timers/promises";
import {
  type DeliveryAttemptRow,
  type DeliveryChange,
  isDatabaseAway,
  type HeldDelivery,
} from "@compose-pay/database";
import type { Logger } from "@compose-pay/runtime";
import { attemptRow, type MadeAttempt } from "./attempt-row.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import type { FinishedAttempt } from "./delivery-store.ts";
import { type DueAttempt, sendDelivery } from "./send-delivery.ts";
import { type Settlement, settleAttempt } from "./settle-attempt.ts";

/** `hold_over`: nothing was sent, because others may have the delivery by the time this one is through. */
export type AttemptOutcome = Settlement["kind"] | "hold_over";

/** What saving an attempt may take, at a database that is slow or was away for a moment. */
export const savingTimeMs = 10_000;
const saveAgainMs = 500;

/**
 * Makes the next attempt of a delivery that the caller holds: one POST, then its log and the delivery's new
 * state in one transaction. What breaks in between leaves the delivery due again when the hold ends, and it is
 * sent again.
 */
export async function makeAttempt(deps: DeliveryDeps, due: DueAttempt): Promise<AttemptOutcome> {
  const { held } = due;
  if (held.heldUntil.getTime() - deps.clock.now().getTime() < deps.attemptTimeMs) {
    const fields = { delivery_id: held.id, trace_id: held.traceId };
    deps.logger.warn(fields, "an attempt came too late for its hold; it waits");
    return "hold_over";
  }
  const made = await post(deps, due);
  const isTest = held.trigger === "test";
  const triesMade = isTest ? null : held.attemptsMade + 1 - held.ladderFrom;
  const settlement = settleAttempt(made.answer, { triesMade, jitter: deps.random() });
  const attempt = attemptRow(held, made);
  const at = deps.clock.now();
  await save(deps, {
    held,
    attempt,
    change: changeBy(settlement, at),
    isProbe: due.isProbe,
    wasFailing: due.wasFailing,
    isGone: settlement.kind === "exhausted" && settlement.isGone,
    at,
  });
  deps.metrics.attempts.inc({ outcome: settlement.kind });
  deps.metrics.attemptSeconds.observe(made.durationMs / 1_000);
  logAttempt(deps.logger, { held, attempt, settlement });
  return settlement.kind;
}

async function post(deps: DeliveryDeps, due: DueAttempt): Promise<MadeAttempt> {
  const startedAt = deps.clock.now();
  const { attemptsMade, event } = due.held;
  if (attemptsMade === 0) {
    deps.metrics.eventSeconds.observe((startedAt.getTime() - event.createdAt.getTime()) / 1_000);
  }
  const startedMs = performance.now();
  const answer = await sendDelivery(deps.client, due, startedAt);
  return { answer, startedAt, durationMs: Math.round(performance.now() - startedMs) };
}

/** The answer is known, so that a database that is away for a moment does not make the merchant get it twice. */
async function save(deps: DeliveryDeps, finished: FinishedAttempt): Promise<void> {
  const giveUpAtMs = performance.now() + savingTimeMs - saveAgainMs;
  for (;;) {
    try {
      await deps.store.saveAttempt(finished);
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > giveUpAtMs) throw error;
      await pause(saveAgainMs);
    }
  }
}

/** A wait begins at the end of the attempt. */
function changeBy(settlement: Settlement, endedAt: Date): DeliveryChange {
  switch (settlement.kind) {
    case "succeeded":
    case "exhausted":
      return { state: settlement.kind, nextAttemptAt: null, endedAt };
    case "retrying": {
      const nextAttemptAt = new Date(endedAt.getTime() + settlement.waitMs);
      return { state: "retrying", nextAttemptAt, endedAt: null };
    }
  }
}

interface SettledAttempt {
  readonly held: HeldDelivery;
  readonly attempt: DeliveryAttemptRow;
  readonly settlement: Settlement;
}

function logAttempt(logger: Logger, { held, attempt, settlement }: SettledAttempt): void {
  const fields = {
    event_id: held.eventId,
    delivery_id: held.id,
    endpoint_id: held.endpointId,
    trace_id: held.traceId,
    attempt: attempt.number,
    error: attempt.error,
    duration_ms: attempt.durationMs,
  };
  switch (settlement.kind) {
    case "succeeded":
      logger.debug(fields, "a delivery succeeded");
      return;
    case "retrying":
      logger.info({ ...fields, wait_ms: settlement.waitMs }, "a delivery failed and will be tried again");
      return;
    case "exhausted":
      logger.warn(fields, "a delivery is exhausted");
      return;
  }
}
