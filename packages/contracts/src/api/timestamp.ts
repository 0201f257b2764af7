import { z } from "zod";
import { documentedAs } from "./documented-as.ts";

/** A time in an answer: RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.iso.datetime({ precision: 3 }).meta({
  override: documentedAs({ type: "string", format: "date-time" }),
  examples: ["2026-01-31T08:00:00.000Z"],
});
