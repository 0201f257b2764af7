import type { ProblemCode } from "@compose-pay/contracts";
import { ConsoleProblem } from "./console-problem.ts";

const mostRetries = 2;

/** What may pass by itself; all other refusals are answers, and stay the same. */
const passing: ReadonlySet<ProblemCode | "unreachable"> = new Set([
  "unreachable",
  "overloaded",
  "internal_error",
  "channel_unavailable",
]);

/** Whether a read that failed is tried once more before anybody is told. */
export function mayReadAgain(retriesBefore: number, error: unknown): boolean {
  return retriesBefore < mostRetries && error instanceof ConsoleProblem && passing.has(error.code);
}
