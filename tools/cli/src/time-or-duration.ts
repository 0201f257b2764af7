import { z } from "zod";
import { durationMs } from "./duration.ts";

const time = z.iso.datetime({ offset: true });

/** A moment as people write it: a time, or how long before now. */
export const timeOrDuration: z.ZodType<(now: Date) => Date> = z.string().transform((text, context) => {
  const asTime = time.safeParse(text);
  if (asTime.success) return () => new Date(asTime.data);
  const asDuration = durationMs.safeParse(text);
  if (asDuration.success) return (now: Date) => new Date(now.getTime() - asDuration.data);
  context.addIssue({ code: "custom", message: "must be a time such as 2026-01-31T08:00:00Z, or such as 2h" });
  return z.NEVER;
});
