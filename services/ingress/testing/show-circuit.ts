import { circuitKey, writeCircuitState } from "@compose-pay/contracts";
import { createLogger, openRedis } from "@compose-pay/runtime";
import { serverUrl, waitFor } from "@compose-pay/test-support";

/** Opens the circuit of an account for orders, as a worker shows it; `close` shows that it is closed. */
export async function openCircuit(accountId: string): Promise<{ close(): Promise<void> }> {
  const redis = openRedis(serverUrl("REDIS_URL"), createLogger({ service: "test", level: "silent" }));
  await waitFor(() => redis.isReady(), { deadlineMs: 5_000, what: "redis" });
  const key = circuitKey(accountId, "create");
  const text = writeCircuitState({ state: "open", since: new Date(), reason: "timeout" });
  await redis.client.set(key, text, "PX", 60_000);
  return {
    close: async () => {
      await redis.client.del(key);
      await redis.close();
    },
  };
}
