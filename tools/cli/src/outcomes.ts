import { type CommandFailure, failed } from "./command-result.ts";

/** The answer to an id that nothing has. */
export function unknownId(kind: string, id: string): CommandFailure {
  return failed(`${kind.replaceAll(" ", "_")}_unknown`, `there is no ${kind} ${id}`);
}

export const shownOnce = "Keep it now: it is shown this once and cannot be read again.";
