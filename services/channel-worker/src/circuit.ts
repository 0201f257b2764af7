import type { CircuitOrders } from "@compose-pay/application";
import { type Answer, isChannelFault } from "@compose-pay/channels";
import type { OperationClass } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
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

export interface CircuitName {
  readonly accountId: string;
  readonly operationClass: OperationClass;
}

/** `held_back`: no call was made, because the circuit is open or the account has enough in flight. */
export type Guarded<Value> =
  | { readonly kind: "answered"; readonly answer: Answer<Value> }
  | { readonly kind: "held_back"; readonly reason: HeldBackReason };

export type HeldBackReason = "circuit_open" | "too_many_in_flight";

/** What the breaker has come to by itself. */
export interface BreakerState {
  readonly state: "closed" | "open" | "half_open";
  readonly since: Date;
  /** The fault that opened it. */
  readonly reason: string;
}

/** The breaker and the bulkhead of one account and class of operation, under what operators ordered. */
export interface Circuit {
  readonly name: CircuitName;
  call<Value>(work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** A call that asks the breaker nothing and tells it nothing; an order and the bulkhead hold. */
  callPastBreaker<Value>(work: () => Promise<Answer<Value>>): Promise<Guarded<Value>>;
  /** Why a call would be held back now, or null. Asking changes nothing. */
  wouldHoldBack(): HeldBackReason | null;
  breakerState(): BreakerState;
  /** Forgets what made the breaker open. */
  reset(): void;
  stop(): void;
}

type Work = () => Promise<Answer<unknown>>;
type Breaker = CircuitBreaker<[Work], Answer<unknown>>;

export function createCircuit(
  name: CircuitName,
  deps: {
    readonly settings: CircuitSettings;
    readonly orders: Pick<CircuitOrders, "modeOf">;
    readonly clock: Clock;
    /** Told of every change of the breaker. */
    readonly onChange: (circuit: Circuit) => void;
  },
): Circuit {
  const { settings, orders, clock } = deps;
  let inFlight = 0;
  let lastFault = "";
  let state: BreakerState = { state: "closed", since: clock.now(), reason: "" };
  const breaker = createBreaker(settings, (reason) => (lastFault = reason));
  const turn = (to: BreakerState["state"]) => (): void => {
    state = { state: to, since: clock.now(), reason: lastFault };
    deps.onChange(circuit);
  };
  breaker.on("open", turn("open"));
  breaker.on("halfOpen", turn("half_open"));
  breaker.on("close", turn("closed"));

  const mode = () => orders.modeOf(name.accountId, name.operationClass);
  const reasonToHoldBack = (isPastBreaker: boolean): HeldBackReason | null => {
    const said = mode();
    if (said === "open" || (said === "auto" && !isPastBreaker && isShut(breaker))) return "circuit_open";
    return inFlight >= settings.mostInFlight ? "too_many_in_flight" : null;
  };
  const guard = async <Value>(work: () => Promise<Answer<Value>>, isPastBreaker: boolean) => {
    // Before the breaker, which would take a call that it does not make for one that went well.
    const reason = reasonToHoldBack(isPastBreaker);
    if (reason !== null) return { kind: "held_back", reason } as const;
    inFlight += 1;
    try {
      if (isPastBreaker || mode() === "closed") return { kind: "answered", answer: await work() } as const;
      // `as`, because the breaker hands back what this very work answered.
      return (await fire(breaker, work)) as Guarded<Value>;
    } finally {
      inFlight -= 1;
    }
  };
  const circuit: Circuit = {
    name,
    call: (work) => guard(work, false),
    callPastBreaker: (work) => guard(work, true),
    wouldHoldBack: () => reasonToHoldBack(false),
    breakerState: () => state,
    reset: () => breaker.close(),
    stop: () => breaker.shutdown(),
  };
  return circuit;
}

/** A half-open breaker lets one call through and nobody else until that call has ended. */
function isShut(breaker: Breaker): boolean {
  return breaker.opened || (breaker.halfOpen && !breaker.pendingClose);
}

/** An answer that counts as a fault, carried through the breaker as the error it understands. */
class ChannelFaultError extends Error {
  readonly answer: Answer<unknown>;

  constructor(answer: Answer<unknown>) {
    super("the channel is at fault");
    this.answer = answer;
  }
}

async function fire(breaker: Breaker, work: Work): Promise<Guarded<unknown>> {
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

function createBreaker(settings: CircuitSettings, onFault: (reason: string) => void): Breaker {
  const countFaults = async (work: Work): Promise<Answer<unknown>> => {
    const answer = await work();
    if (!isChannelFault(answer)) return answer;
    onFault(answer.kind === "unknown" ? answer.reason : answer.kind);
    throw new ChannelFaultError(answer);
  };
  return new CircuitBreaker<[Work], Answer<unknown>>(countFaults, {
    timeout: false,
    errorThresholdPercentage: settings.faultPercentage,
    volumeThreshold: settings.leastCalls,
    rollingCountTimeout: settings.windowMs,
    resetTimeout: settings.openMs,
    // A bug of ours says nothing about the channel.
    errorFilter: (error) => !(error instanceof ChannelFaultError),
  });
}
