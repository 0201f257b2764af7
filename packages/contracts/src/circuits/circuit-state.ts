import type { OperationClass } from "@compose-pay/domain";
import { z } from "zod";

/**
 * What a worker shows of a circuit in Redis, under `circuitKey`, for ingress and for people; no key means
 * that the circuit is closed. `forced_…`: an operator said so.
 */
export interface CircuitState {
  readonly state: "open" | "half_open" | "forced_open" | "forced_closed";
  readonly since: Date;
  /** The fault that opened it, or the operator's reason. */
  readonly reason: string;
}

const circuitState = z.object({
  state: z.enum(["open", "half_open", "forced_open", "forced_closed"]),
  since: z.coerce.date(),
  reason: z.string(),
});

export function circuitKey(accountId: string, operationClass: OperationClass): string {
  return `breaker:${accountId}:${operationClass}`;
}

export function writeCircuitState(state: CircuitState): string {
  return JSON.stringify(state);
}

/** Null for a circuit that is not shown, or is shown in words that nobody here knows. */
export function readCircuitState(text: string | null): CircuitState | null {
  if (text === null) return null;
  try {
    return circuitState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
