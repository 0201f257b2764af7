import { circuitKey, type CircuitState, readCircuitState } from "@compose-pay/contracts";
import { DependencyError, SettingsError } from "@compose-pay/runtime";
import type { OperationClass } from "@compose-pay/domain";
import type { CommandContext } from "./command-context.ts";
import { withRedis } from "./settings/with-redis.ts";

export interface CircuitPlace {
  readonly accountId: string;
  readonly operationClass: OperationClass;
}

/**
 * What workers show of these circuits, in their order, null for one that is closed; null as a whole when
 * Redis cannot be asked.
 */
export async function readCircuitStates(
  context: CommandContext,
  places: readonly CircuitPlace[],
): Promise<readonly (CircuitState | null)[] | null> {
  if (places.length === 0) return [];
  const keys = places.map(({ accountId, operationClass }) => circuitKey(accountId, operationClass));
  try {
    return await withRedis(context, async (client) => (await client.mget(keys)).map(readCircuitState));
  } catch (error) {
    if (error instanceof DependencyError || error instanceof SettingsError) return null;
    throw error;
  }
}
