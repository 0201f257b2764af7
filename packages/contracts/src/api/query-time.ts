import { z } from "zod";
import { documentedAs } from "./documented-as.ts";

const rule =
  "must be an RFC 3339 time such as 2026-01-31T08:00:00Z, with + written as %2B, from 1970 to 9998";

/**
 * A time in a query string, read to a Date. RFC 3339 with seconds and an offset; bounded to years that
 * every database can hold.
 */
export const queryTime = z.iso
  .datetime({ offset: true, error: rule, abort: true })
  .regex(/T\d{2}:\d{2}:\d{2}/, rule)
  .transform((value) => new Date(value))
  .refine((time) => time.getTime() >= earliestMs && time.getTime() < latestMs, rule)
  .meta({ override: documentedAs({ type: "string", format: "date-time" }) });

const earliestMs = Date.UTC(1970, 0, 1);
const latestMs = Date.UTC(9999, 0, 1);
