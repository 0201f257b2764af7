import type { CircuitOrderView, CircuitState, CircuitView } from "@compose-pay/contracts";
import type { CircuitOrderRow } from "@compose-pay/database";
import type { OperationClass } from "@compose-pay/domain";

/** What is known of a circuit. */
export interface CircuitFacts {
  /** The newest one; null when there never was any. */
  readonly order: CircuitOrderRow | null;
  /** What workers show; null for a circuit that is closed, `unknown` when nobody can be asked. */
  readonly shown: CircuitState | null | "unknown";
  readonly now: Date;
}

/** What an operator says holds, whatever a worker shows. */
export function circuitView(
  operationClass: OperationClass,
  { order, shown, now }: CircuitFacts,
): CircuitView {
  if (order !== null && isInForce(order, now)) {
    const { orderedAt, reason, orderedBy, until } = order;
    return {
      class: operationClass,
      state: order.mode === "open" ? "forced_open" : "forced_closed",
      since: orderedAt.toISOString(),
      reason,
      ordered_by: orderedBy,
      until: until?.toISOString() ?? null,
    };
  }
  const nobody = { class: operationClass, ordered_by: null, until: null } as const;
  if (shown === "unknown") return { ...nobody, state: "unknown", since: null, reason: "redis is away" };
  // An order that is over may be shown for some seconds more.
  if (shown === null || shown.state.startsWith("forced"))
    return { ...nobody, state: "closed", since: null, reason: order?.reason ?? null };
  return { ...nobody, state: shown.state, since: shown.since.toISOString(), reason: shown.reason };
}

export function circuitOrderView(order: CircuitOrderRow): CircuitOrderView {
  return {
    id: order.id,
    account_id: order.channelAccountId,
    class: order.operationClass,
    mode: order.mode,
    reason: order.reason,
    ordered_by: order.orderedBy,
    until: order.until?.toISOString() ?? null,
    ordered_at: order.orderedAt.toISOString(),
  };
}

function isInForce({ mode, until }: CircuitOrderRow, now: Date): boolean {
  return mode !== "auto" && (until === null || until > now);
}
