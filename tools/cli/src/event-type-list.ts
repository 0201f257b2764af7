import { eventTypes } from "@compose-pay/contracts";
import { z } from "zod";

const known: ReadonlySet<string> = new Set(eventTypes);

/** Types of events separated by commas, each once, or `*` alone for all. */
export const eventTypeList = z
  .string()
  .transform((list) => [...new Set(list.split(",").map((type) => type.trim()))])
  .refine((types) => types.every((type) => known.has(type)) || (types.length === 1 && types[0] === "*"), {
    error: `must be * or some of ${eventTypes.join(", ")}`,
  });
