import type { CircuitOrders } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import type { CircuitState } from "@compose-pay/contracts";
import type { CircuitOrderRow } from "@compose-pay/database";
import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import {
  type Circuit,
  type CircuitName,
  type CircuitSettings,
  createCircuit,
  type Guarded,
  type HeldBackReason,
} from "./circuit.ts";

/** Told of every change, so that ingress and people can see it. */
export interface CircuitBoard {
  /** @param forMs how long it is shown unless it is shown again */
  show(circuit: CircuitName, state: CircuitState, forMs: number): void;
  /** The circuit is closed. */
  clear(circuit: CircuitName): void;
}

/** One breaker and one bulkhead for each account and class of operation. */
export interface Circuits {
  call<Value>(circuit: CircuitName, work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** For what an open breaker must not hold back; an operator's order does. */
  callPastBreaker<Value>(circuit: CircuitName, work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** Why a call would be held back now, or null. Asking changes nothing. */
  wouldHoldBack(circuit: CircuitName): HeldBackReason | null;
  /** To be called after each look at the orders: shows them, and lets go of those that are over. */
  obey(): void;
  stop(): void;
}

export interface CircuitsDeps {
  readonly settings: CircuitSettings;
  readonly orders: Pick<CircuitOrders, "modeOf" | "inForce">;
  readonly board: CircuitBoard;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Without a call to try, a half-open circuit is forgotten after this. */
const halfOpenShownMs = 60_000;
/** Looks at the orders come every second; what nobody shows again is gone soon. */
const forcedShownMs = 5_000;
/** So that there is no gap between the end of open and half open. */
const graceMs = 1_000;

export function createCircuits(deps: CircuitsDeps): Circuits {
  const { settings, orders, board, clock } = deps;
  const circuits = new Map<string, Circuit>();
  const forced = new Map<string, Circuit>();
  const note = createNotes(deps);

  const showBreaker = (circuit: Circuit): void => {
    const { state, ...why } = circuit.breakerState();
    if (state === "closed") return board.clear(circuit.name);
    const forMs = state === "open" ? settings.openMs + graceMs : halfOpenShownMs;
    board.show(circuit.name, { state, ...why }, forMs);
  };
  const isForced = ({ name }: Circuit) => orders.modeOf(name.accountId, name.operationClass) !== "auto";
  const onChange = (circuit: Circuit): void => {
    // While an order is in force the breaker decides nothing.
    if (isForced(circuit)) return;
    note.breaker(circuit);
    showBreaker(circuit);
  };
  const circuitOf = (name: CircuitName): Circuit => {
    const key = keyOf(name);
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const made = createCircuit(name, { settings, orders, clock, onChange });
    circuits.set(key, made);
    return made;
  };
  const force = (order: CircuitOrderRow): string => {
    const circuit = circuitOf({ accountId: order.channelAccountId, operationClass: order.operationClass });
    // What happened before the order shall not be held against the channel after it.
    circuit.reset();
    note.order(circuit, order.mode);
    const state = order.mode === "open" ? "forced_open" : "forced_closed";
    board.show(circuit.name, { state, since: order.orderedAt, reason: order.reason }, forcedShownMs);
    const key = keyOf(circuit.name);
    if (!forced.has(key)) note.begin(circuit, order);
    forced.set(key, circuit);
    return key;
  };
  return {
    call: (name, work) => circuitOf(name).call(work),
    callPastBreaker: (name, work) => circuitOf(name).callPastBreaker(work),
    wouldHoldBack: (name) => circuitOf(name).wouldHoldBack(),
    obey: () => {
      const inForce = new Set(orders.inForce().map(force));
      for (const [key, circuit] of forced) {
        if (inForce.has(key)) continue;
        forced.delete(key);
        note.order(circuit, "auto");
        showBreaker(circuit);
      }
    },
    stop: () => {
      for (const circuit of circuits.values()) circuit.stop();
    },
  };
}

/** What metrics and the log say. */
function createNotes({ metrics, logger }: CircuitsDeps) {
  const gauge = metrics.gauge({
    name: "compose_pay_circuit_open",
    help: "1 while the circuit of an account and class of operation is open, 0.5 while one call is tried.",
    labels: ["account", "operation_class"],
  });
  const ordered = metrics.gauge({
    name: "compose_pay_circuit_ordered",
    help: "1 while an operator keeps the circuit open, -1 while one keeps it closed, 0 while it decides.",
    labels: ["account", "operation_class"],
  });
  return {
    breaker: (circuit: Circuit): void => {
      const { accountId: channel_account_id, operationClass: operation_class } = circuit.name;
      const { state, reason } = circuit.breakerState();
      const fields = { channel_account_id, operation_class, reason };
      gauge.set(labelsOf(circuit), { closed: 0, open: 1, half_open: 0.5 }[state]);
      if (state === "open") logger.warn(fields, "the circuit is open");
      if (state === "closed") logger.info(fields, "the circuit is closed");
    },
    begin: ({ name }: Circuit, { id, mode, reason }: CircuitOrderRow): void => {
      const { accountId: channel_account_id, operationClass: operation_class } = name;
      const fields = { channel_account_id, operation_class, circuit_order_id: id, mode, reason };
      logger.warn(fields, "an operator's order about a circuit is in force");
    },
    order: (circuit: Circuit, mode: CircuitOrderRow["mode"]): void => {
      ordered.set(labelsOf(circuit), { open: 1, closed: -1, auto: 0 }[mode]);
      gauge.set(labelsOf(circuit), mode === "open" ? 1 : 0);
    },
  };
}

function labelsOf({ name }: Circuit) {
  return { account: name.accountId, operation_class: name.operationClass };
}

function keyOf({ accountId, operationClass }: CircuitName): string {
  return `${accountId} ${operationClass}`;
}
