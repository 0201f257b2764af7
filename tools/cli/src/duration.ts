import { z } from "zod";

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestMs = 30 * 86_400_000;

/** A length of time as people write it, `90s`, `15m`, `2h`, `3d`, in milliseconds; at most 30 days. */
export const durationMs: z.ZodType<number> = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, "must be a number with s, m, h or d behind it, such as 15m")
  .transform((text) => Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? Number.NaN))
  .refine((ms) => ms <= longestMs, "must be at most 30d");
