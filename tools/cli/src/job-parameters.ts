import type { Parameter } from "./command.ts";
import { lineOf } from "./parameters.ts";

export const jobParameter = {
  usage: "<name>",
  help: "the job's name, as jobs list has it",
  schema: lineOf(96),
} satisfies Parameter<string>;
