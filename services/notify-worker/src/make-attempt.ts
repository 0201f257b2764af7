import { type DeliveryAttemptRow, type DeliveryChange, type HeldDelivery } from "@compose-pay/database";
import type { Logger } from "@compose-pay/runtime";
import { attemptRow, type MadeAttempt } from "./attempt-row.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { isOwnAddress } from "./match-targets.ts";
import { sendDelivery } from "./send-delivery.ts";
import { type Settlement, settleAttempt } from "./settle-attempt.ts";

/** `hold_over`: nothing was sent, because others may have the delivery by the time this one is through. */
export type AttemptOutcome = Settlement["kind"] | "hold_over";

/**
 * Makes the next attempt of a delivery that the caller holds: one POST, then its log and the delivery's new
 * state in one transaction. What breaks in between leaves the delivery overdue when the hold ends, and it is
 * sent again.
 */
export async function makeAttempt(deps: DeliveryDeps, delivery: HeldDelivery): Promise<AttemptOutcome> {
  const heldForMs = delivery.heldUntil.getTime() - deps.clock.now().getTime();
  if (heldForMs < deps.attemptTimeMs) {
    const { id, traceId } = delivery;
    deps.logger.warn(
      { delivery_id: id, trace_id: traceId },
      "an attempt came too late for its hold; it waits",
    );
    return "hold_over";
  }
  const made = await post(deps, delivery);
  const settlement = settleAttempt(made.answer, delivery.attemptsMade + 1, deps.random());
  const attempt = attemptRow(delivery, made);
  await save(deps, { delivery, attempt, settlement });
  deps.metrics.attempts.inc({ outcome: settlement.kind });
  deps.metrics.attemptSeconds.observe(made.durationMs / 1_000);
  logAttempt(deps.logger, delivery, attempt, settlement);
  return settlement.kind;
}

async function post(deps: DeliveryDeps, delivery: HeldDelivery): Promise<MadeAttempt> {
  const targets = await deps.directory.targetsOf(delivery.appId);
  const startedAt = deps.clock.now();
  const startedMs = performance.now();
  const answer = await sendDelivery(deps.client, { delivery, targets, at: startedAt });
  return { answer, startedAt, durationMs: Math.round(performance.now() - startedMs) };
}

interface SettledAttempt {
  readonly delivery: HeldDelivery;
  readonly attempt: DeliveryAttemptRow;
  readonly settlement: Settlement;
}

async function save(deps: DeliveryDeps, { delivery, attempt, settlement }: SettledAttempt): Promise<void> {
  const change = changeBy(settlement, deps.clock.now());
  const disables =
    settlement.kind === "exhausted" && settlement.disablesEndpoint && !isOwnAddress(delivery.endpointId);
  const held = { id: delivery.id, attemptsMade: delivery.attemptsMade };
  await deps.store.saveAttempt({ held, attempt, change, disables: disables ? delivery.endpointId : null });
  if (disables) deps.directory.forget(delivery.appId);
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

function logAttempt(
  logger: Logger,
  delivery: HeldDelivery,
  attempt: DeliveryAttemptRow,
  settlement: Settlement,
): void {
  const fields = {
    event_id: delivery.eventId,
    delivery_id: delivery.id,
    endpoint_id: delivery.endpointId,
    trace_id: delivery.traceId,
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
