import { circuitKey, writeCircuitState } from "@compose-pay/contracts";
import type { Logger, RedisConnection } from "@compose-pay/runtime";
import type { CircuitBoard } from "./circuits.ts";

/**
 * Shows circuits that are not closed in Redis. A state is shown for as long as it can last, so that one of a
 * process that died is forgotten. Without Redis every process knows only its own circuits.
 */
export function createCircuitBoard(redis: Pick<RedisConnection, "client">, logger: Logger): CircuitBoard {
  const share = (change: Promise<unknown>): void => {
    change.catch((error: unknown) => logger.warn({ error }, "a circuit's state could not be shared"));
  };
  return {
    show: ({ accountId, operationClass }, state, forMs) => {
      const text = writeCircuitState(state);
      share(redis.client.set(circuitKey(accountId, operationClass), text, "PX", forMs));
    },
    clear: ({ accountId, operationClass }) => share(redis.client.del(circuitKey(accountId, operationClass))),
  };
}
