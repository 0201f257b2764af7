import { z } from "zod";
import type { Documents } from "./documents.ts";

/**
 * The sandbox's clock: real time plus an offset that a tester moves. Expiry, retry schedules,
 * bill days, the skew check and every timestamp the sandbox writes come from it.
 */
export type Clock = {
  /** Milliseconds since the epoch, by this clock. */
  now(): number;
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
