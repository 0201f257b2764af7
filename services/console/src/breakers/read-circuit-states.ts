import { circuitKey, type CircuitState, readCircuitState } from "@compose-pay/contracts";
import type { OperationClass } from "@compose-pay/domain";
import type { RedisConnection } from "@compose-pay/runtime";

/**
 * What workers show of these circuits, in their order, null for one that is closed; null as a whole when Redis cannot
 * be asked, which then nobody waits for.
 */
export async function readCircuitStates(
  { client, isReady }: Pick<RedisConnection, "client" | "isReady">,
  places: readonly { readonly accountId: string; readonly operationClass: OperationClass }[],
): Promise<readonly (CircuitState | null)[] | null> {
  if (places.length === 0) return [];
  if (!isReady()) return null;
  const keys = places.map(({ accountId, operationClass }) => circuitKey(accountId, operationClass));
  try {
    return (await client.mget(keys)).map(readCircuitState);
  } catch {
    return null;
  }
}
