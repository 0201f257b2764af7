import { z } from "zod";
import type { Parameter } from "./command.ts";

/** What an operator signs in with, as an argument. */
export const emailArgument = {
  usage: "<email>",
  help: "the e-mail address that the operator signs in with",
  schema: z
    .email("must be an e-mail address")
    .max(254)
    .transform((email) => email.toLowerCase()),
} satisfies Parameter<string>;
