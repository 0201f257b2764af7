import type { z } from "zod";

import type { AccountFault } from "./channel-factory.ts";

/** A schema's faults under the path of the part it reads. zod's messages name types and rules, never values. */
export function faultsOf(error: z.ZodError, path: readonly string[]): readonly AccountFault[] {
  return error.issues.map((issue) => ({
    field: [...path, ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
}
