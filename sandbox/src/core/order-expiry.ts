import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "./clock.ts";

/** Closes waiting orders whose time is over. Cheap to ask before every look at an order. */
export type OrderExpiry = {
  /** Closes everything that has expired by now. Nothing is searched until the earliest time has come. */
  closeExpired(): void;
  /** An order that ends at `expiresAt` was added. */
  watch(expiresAt: number): void;
};

export function createOrderExpiry(database: DatabaseSync, clock: Clock): OrderExpiry {
  const expire = database.prepare(`UPDATE orders SET status = 'closed', closed_at = expires_at
    WHERE status = 'waiting' AND expires_at <= ?`);
  const earliest = database.prepare("SELECT min(expires_at) AS at FROM orders WHERE status = 'waiting'");
  const findNext = () => Number(earliest.get()?.["at"] ?? Infinity);
  let nextAt = findNext();
  return {
    closeExpired() {
      const now = clock.now();
      if (now < nextAt) return;
      expire.run(now);
      nextAt = findNext();
    },
    watch(expiresAt) {
      nextAt = Math.min(nextAt, expiresAt);
    },
  };
}
