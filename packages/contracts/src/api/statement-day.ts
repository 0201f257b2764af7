import { z } from "zod";
import { type Parsed, parseQuery } from "./parse-body.ts";

/** Of a statement: one line each payment and refund, see `GET /v1/statements/{day}`. */
export const statementMediaType = "text/csv; charset=utf-8; header=present";

/** Reads the day of a statement from its path: a day that there is, of China. */
export function parseStatementDay(text: string): Parsed<string> {
  const parsed = parseQuery(statementDayPath, { day: text });
  return parsed.ok ? { ok: true, value: parsed.value.day } : parsed;
}

export const statementDayPath = z.object({
  day: z.iso
    .date("must be a day such as 2026-01-31")
    .meta({ description: "A day of China (UTC+8), by the channel's clock.", examples: ["2026-01-31"] }),
});
