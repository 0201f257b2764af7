import { z } from "zod";

const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** A day of China, such as `2026-11-22`. */
export const dayOfCommand = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day such as 2026-11-22")
  .refine(isDay, "must be a day that there is");
