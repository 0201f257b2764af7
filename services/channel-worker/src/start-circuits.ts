import { watchCircuitOrders } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import type { Clock, Logger, Metrics, RedisConnection } from "@compose-pay/runtime";
import { createCircuitBoard } from "./circuit-board.ts";
import { type Circuits, createCircuits } from "./circuits.ts";
import type { ChannelWorkerSettings } from "./settings.ts";

/** The circuits of this process, which obey the operators' orders from their first call on. */
export async function startCircuits(
  settings: ChannelWorkerSettings,
  parts: {
    readonly database: Database;
    readonly redis: RedisConnection;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly metrics: Metrics;
  },
): Promise<{ readonly circuits: Circuits; stop(): void }> {
  const orders = await watchCircuitOrders(parts);
  const board = createCircuitBoard(parts.redis, parts.logger);
  const circuits = createCircuits({ ...parts, settings: circuitSettings(settings), orders, board });
  orders.onLook(() => circuits.obey());
  return {
    circuits,
    stop: () => {
      orders.stop();
      circuits.stop();
    },
  };
}

function circuitSettings(settings: ChannelWorkerSettings) {
  return {
    faultPercentage: settings.CIRCUIT_FAULT_PERCENTAGE,
    leastCalls: settings.CIRCUIT_LEAST_CALLS,
    windowMs: settings.CIRCUIT_WINDOW_MS,
    openMs: settings.CIRCUIT_OPEN_MS,
    mostInFlight: settings.CHANNEL_MOST_IN_FLIGHT,
  };
}
