import { type Connection, findLastScheduledFor } from "@compose-pay/database";
import type { JobSchedule } from "./job-schedule.ts";
import { nextTime } from "./job-schedule.ts";

/**
 * When a job runs next by its schedule, reckoned from now and not from when it last ran: a time that it was run for does
 * not come again, though the clock of who asks may be behind the one of who ran it.
 */
export async function nextJobTime(
  connection: Connection,
  { name, rules }: { readonly name: string; readonly rules: JobSchedule },
  now: Date,
): Promise<Date | null> {
  const last = await findLastScheduledFor(connection, name);
  return nextTime(rules, last !== null && last > now ? last : now);
}
