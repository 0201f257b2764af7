import type { Logger, RedisConnection } from "@compose-pay/runtime";
import type { CircuitBoard, CircuitName } from "./circuits.ts";

/**
 * Shows open circuits in Redis under `breaker:<account>:<class>`. The key lives as long as the circuit
 * lets nobody through, so that ingress sends orders again when the next call may be tried. Without Redis
 * every process knows only its own circuits.
 */
export function createCircuitBoard(redis: RedisConnection, logger: Logger): CircuitBoard {
  const show = (change: Promise<unknown>): void => {
    change.catch((error: unknown) => logger.warn({ error }, "a circuit's state could not be shared"));
  };
  return {
    opened: (circuit, forMs) => show(redis.client.set(keyOf(circuit), "open", "PX", forMs)),
    closed: (circuit) => show(redis.client.del(keyOf(circuit))),
  };
}

function keyOf({ accountId, operationClass }: CircuitName): string {
  return `breaker:${accountId}:${operationClass}`;
}
