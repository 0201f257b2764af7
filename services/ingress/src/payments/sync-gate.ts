import type { RedisConnection } from "@compose-pay/runtime";
import { LRUCache } from "lru-cache";

/** Lets one question a payment through to its channel in a span of time, over all processes. */
export interface SyncGate {
  isDue(paymentId: string): Promise<boolean>;
}

/** Payments that this process keeps in mind while Redis is away. */
const mostPayments = 50_000;

export function createSyncGate(redis: Pick<RedisConnection, "client">, everyMs: number): SyncGate {
  const asked = new LRUCache<string, true>({ max: mostPayments, ttl: everyMs });
  const isDueHere = (paymentId: string): boolean => {
    if (asked.has(paymentId)) return false;
    asked.set(paymentId, true);
    return true;
  };
  return {
    isDue: async (paymentId) => {
      if (!isDueHere(paymentId)) return false;
      try {
        return (await redis.client.set(`sync:${paymentId}`, "asked", "PX", everyMs, "NX")) === "OK";
      } catch {
        // Without Redis each process decides alone.
        return true;
      }
    },
  };
}
