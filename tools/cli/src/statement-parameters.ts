import { parseStatementDay } from "@compose-pay/contracts";
import { z } from "zod";
import type { Parameter } from "./command.ts";
import { appParameter, isOn } from "./parameters.ts";

/** Which of its two modes is meant. */
export const liveSwitch = {
  usage: "--live",
  help: "of live payments, not of test payments",
  schema: isOn,
} satisfies Parameter<boolean>;

/** Whose statement of which day. */
export const statementParameters = {
  appId: appParameter,
  day: {
    usage: "--day <day>",
    help: "a day of China, such as 2026-01-31",
    schema: z.string().refine((day) => parseStatementDay(day).ok, "must be a day such as 2026-01-31"),
  },
  live: liveSwitch,
} satisfies Readonly<Record<string, Parameter>>;
