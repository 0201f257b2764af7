import { type Answer, isChannelFault } from "@compose-pay/channels";
import type { OperationClass } from "@compose-pay/domain";
import type { Logger, Metrics } from "@compose-pay/runtime";
import CircuitBreaker from "opossum";

/** What keeps one account's trouble from being everybody's. */
export interface CircuitSettings {
  /** Share of faults, in percent, that opens a circuit. */
  readonly faultPercentage: number;
  /** Fewer calls than this within the window open nothing. */
  readonly leastCalls: number;
  readonly windowMs: number;
  /** How long an open circuit lets nobody through before it tries one call. */
  readonly openMs: number;
  /** Calls in flight per account and class. */
  readonly mostInFlight: number;
}

/** Told of every change, so that ingress and people can see it. */
export interface CircuitBoard {
  opened(circuit: CircuitName, forMs: number): void;
  closed(circuit: CircuitName): void;
}

export interface CircuitName {
  readonly accountId: string;
  readonly operationClass: OperationClass;
}

/** `held_back`: no call was made, because the circuit is open or the account has enough in flight. */
export type Guarded<Value> =
  | { readonly kind: "answered"; readonly answer: Answer<Value> }
  | { readonly kind: "held_back"; readonly reason: HeldBackReason };

export type HeldBackReason = "circuit_open" | "too_many_in_flight";

export interface Circuits {
  call<Value>(circuit: CircuitName, work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** Why a call would be held back now, or null. Asking changes nothing. */
  wouldHoldBack(circuit: CircuitName): HeldBackReason | null;
  stop(): void;
}

type Work = () => Promise<Answer<unknown>>;

/** One breaker and one bulkhead for each account and class of operation. */
export function createCircuits(deps: {
  readonly settings: CircuitSettings;
  readonly board: CircuitBoard;
  readonly logger: Logger;
  readonly metrics: Metrics;
}): Circuits {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (name: CircuitName): Circuit => {
    const key = `${name.accountId} ${name.operationClass}`;
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const made = { breaker: createBreaker(name, deps), inFlight: 0 };
    circuits.set(key, made);
    return made;
  };
  const reasonToHoldBack = ({ breaker, inFlight }: Circuit): HeldBackReason | null => {
    if (breaker.opened) return "circuit_open";
    return inFlight >= deps.settings.mostInFlight ? "too_many_in_flight" : null;
  };
  return {
    call: async <Value>(name: CircuitName, work: () => Promise<Answer<Value>>) => {
      const circuit = circuitOf(name);
      // Before the breaker, which would take a call that it does not make for one that went well.
      const reason = reasonToHoldBack(circuit);
      if (reason !== null) return { kind: "held_back", reason };
      circuit.inFlight += 1;
      try {
        // `as`, because the breaker hands back what this very work answered.
        return (await fire(circuit.breaker, work)) as Guarded<Value>;
      } finally {
        circuit.inFlight -= 1;
      }
    },
    wouldHoldBack: (name) => reasonToHoldBack(circuitOf(name)),
    stop: () => {
      for (const { breaker } of circuits.values()) breaker.shutdown();
    },
  };
}

interface Circuit {
  readonly breaker: CircuitBreaker<[Work], Answer<unknown>>;
  inFlight: number;
}

/** An answer that counts as a fault, carried through the breaker as the error it understands. */
class ChannelFaultError extends Error {
  readonly answer: Answer<unknown>;

  constructor(answer: Answer<unknown>) {
    super("the channel is at fault");
    this.answer = answer;
  }
}

async function fire(breaker: CircuitBreaker<[Work], Answer<unknown>>, work: Work): Promise<Guarded<unknown>> {
  try {
    return { kind: "answered", answer: await breaker.fire(work) };
  } catch (error) {
    if (error instanceof ChannelFaultError) return { kind: "answered", answer: error.answer };
    if (error instanceof Error && CircuitBreaker.isOurError(error)) {
      return { kind: "held_back", reason: "circuit_open" };
    }
    throw error;
  }
}

function createBreaker(
  circuit: CircuitName,
  { settings, board, logger, metrics }: Parameters<typeof createCircuits>[0],
): CircuitBreaker<[Work], Answer<unknown>> {
  const state = metrics.gauge({
    name: "compose_pay_circuit_open",
    help: "1 while the circuit of an account and class of operation is open, 0.5 while one call is tried.",
    labels: ["account", "operation_class"],
  });
  const labels = { account: circuit.accountId, operation_class: circuit.operationClass };
  const fields = { channel_account_id: circuit.accountId, operation_class: circuit.operationClass };
  const breaker = new CircuitBreaker<[Work], Answer<unknown>>(countFaults, {
    timeout: false,
    errorThresholdPercentage: settings.faultPercentage,
    volumeThreshold: settings.leastCalls,
    rollingCountTimeout: settings.windowMs,
    resetTimeout: settings.openMs,
    // A bug of ours says nothing about the channel.
    errorFilter: (error) => !(error instanceof ChannelFaultError),
  });
  breaker.on("open", () => {
    state.set(labels, 1);
    logger.warn(fields, "the circuit is open");
    board.opened(circuit, settings.openMs);
  });
  breaker.on("halfOpen", () => state.set(labels, 0.5));
  breaker.on("close", () => {
    state.set(labels, 0);
    logger.info(fields, "the circuit is closed");
    board.closed(circuit);
  });
  return breaker;
}

async function countFaults(work: Work): Promise<Answer<unknown>> {
  const answer = await work();
  if (isChannelFault(answer)) throw new ChannelFaultError(answer);
  return answer;
}
