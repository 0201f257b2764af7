import { z } from "zod";
import type { Documents } from "./documents.ts";

/**
 * The sandbox's clock: real time plus an offset that a tester moves. Expiry, retry schedules, bill days
 * and the times of orders come from it. Signatures do not: a merchant lives in real time, and a tester who
 * moves a schedule by a day does not want every signature to be a day off.
 */
export type Clock = {
  /** Milliseconds since the epoch, by this clock. */
  now(): number;
  /** Milliseconds since the epoch, in real time: what signatures carry and are held against. */
  realNow(): number;
  /** How far this clock is from real time, in milliseconds; positive = ahead. */
  offsetMs(): number;
  /** Moves the clock and tells everyone who waits for a time. The offset survives a restart. */
  moveTo(nowMs: number): void;
  onMove(listener: () => void): void;
};

const documentName = "clock";
const savedClock = z.object({ offsetMs: z.int() });

export function openClock(documents: Documents): Clock {
  let offsetMs = documents.find(documentName, savedClock)?.offsetMs ?? 0;
  const listeners: (() => void)[] = [];
  return {
    now: () => Date.now() + offsetMs,
    realNow: () => Date.now(),
    offsetMs: () => offsetMs,
    moveTo(nowMs) {
      offsetMs = nowMs - Date.now();
      documents.save(documentName, { offsetMs });
      for (const listener of listeners) listener();
    },
    onMove(listener) {
      listeners.push(listener);
    },
  };
}
