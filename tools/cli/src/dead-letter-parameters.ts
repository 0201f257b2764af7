import { type DeadLetterChoice, deadLetterOwners } from "@compose-pay/messaging";
import { z } from "zod";
import { type CommandResult, usage } from "./command-result.ts";
import { isOn } from "./parameters.ts";

const owners = deadLetterOwners.join(", ");
const mostIds = 1_000;

export const deadLetterParameters = {
  service: {
    usage: "--service <name>",
    help: `whose dead letters: ${owners}`,
    schema: z.enum(deadLetterOwners, `must be one of ${owners}`),
  },
  ids: {
    usage: "--id <ids>",
    help: "these, separated by commas",
    schema: z
      .string()
      .transform((list) => [...new Set(list.split(",").map((id) => id.trim()))])
      .refine((ids) => ids.length <= mostIds && ids.every((id) => /^[\x21-\x7e]{1,128}$/.test(id)), {
        error: `must be at most ${mostIds} ids separated by commas`,
      })
      .optional(),
  },
  all: { usage: "--all", help: "all that are there", schema: isOn },
};

/** Either some or all must be meant, and said. */
export function readChoice(given: {
  readonly ids: readonly string[] | undefined;
  readonly all: boolean;
}): { readonly kind: "choice"; readonly choice: DeadLetterChoice } | CommandResult {
  const { ids, all } = given;
  if (ids === undefined)
    return all ? { kind: "choice", choice: "all" } : usage("--id", "or --all is missing");
  return all ? usage("--all", "cannot go with --id") : { kind: "choice", choice: { ids } };
}
