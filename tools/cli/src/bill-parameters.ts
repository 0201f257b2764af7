import { billTypes } from "@compose-pay/domain";
import { z } from "zod";
import type { Parameter } from "./command.ts";
import { idOf } from "./parameters.ts";

export const billParameter = {
  usage: "<id>",
  help: "the bill's id",
  schema: idOf("a bill", "bil"),
} satisfies Parameter<string>;

export const billAccountParameter = {
  usage: "--account <id>",
  help: "the channel account's id",
  schema: idOf("a channel account", "acc"),
} satisfies Parameter<string>;

/** A day of China that there is. */
export const daySchema: z.ZodType<string> = z.iso.date("must be a day of China, such as 2026-11-28");

export const billTypeParameter = {
  usage: "--type <type>",
  help: `one of ${billTypes.join(", ")} (default trade)`,
  schema: z.enum(billTypes, `must be one of ${billTypes.join(", ")}`).default("trade"),
} satisfies Parameter;
