import type { JsonDocument } from "../command-result.ts";

/** `warning`: it works and somebody should look. `skipped`: it could not be looked at, for what is said. */
export type FindingStatus = "ok" | "warning" | "broken" | "skipped";

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  /** For people: one line. */
  readonly detail: string;
  /** For programs. */
  readonly measured?: JsonDocument;
}

export function findingDocument({ check, status, detail, measured }: Finding): JsonDocument {
  return { check, status, detail, ...measured };
}

/** Milliseconds to a tenth. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
