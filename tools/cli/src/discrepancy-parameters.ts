import { discrepancyTypes, resolutions } from "@compose-pay/domain";
import { z } from "zod";
import { idOf, lineOf } from "./parameters.ts";

export const discrepancyParameter = {
  usage: "<id>",
  help: "the discrepancy's id",
  schema: idOf("a discrepancy", "dsc"),
};

export const resolutionParameter = {
  usage: "--as <resolution>",
  help: `one of ${resolutions.join(", ")}`,
  schema: z.enum(resolutions, `must be one of ${resolutions.join(", ")}`),
};

export const reasonParameter = {
  usage: "--reason <text>",
  help: "why, for the record",
  schema: lineOf(512),
};

const days = "must be a day of China, such as 2026-11-22";

/** What a list can be narrowed by. */
export const discrepancyFilters = {
  type: {
    usage: "--type <type>",
    help: "of this type, such as amount_differs",
    schema: z.enum(discrepancyTypes, `must be one of ${discrepancyTypes.join(", ")}`).optional(),
  },
  run: {
    usage: "--run <id>",
    help: "found by this reconciliation",
    schema: idOf("a run", "run").optional(),
  },
  day: {
    usage: "--day <day>",
    help: "found by the reconciliation of this day, such as 2026-11-22",
    schema: z.iso.date(days).optional(),
  },
  account: {
    usage: "--account <id>",
    help: "of this channel account",
    schema: idOf("a channel account", "acc").optional(),
  },
};
