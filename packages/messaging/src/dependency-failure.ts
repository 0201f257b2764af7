import { isConflict, isDatabaseAway } from "@compose-pay/database";
import { DependencyError } from "@compose-pay/runtime";

/** Whether an error, or what caused it, is that something the process stands on is away or overloaded. */
export function isDependencyFailure(error: unknown): boolean {
  return isDatabaseAway(error) || isConflict(error) || hasDependencyError(error, 8);
}

/** Bounded, because a chain of causes can be circular. */
function hasDependencyError(error: unknown, depth: number): boolean {
  if (error instanceof DependencyError) return true;
  return depth > 0 && error instanceof Error && hasDependencyError(error.cause, depth - 1);
}
