import { type Connection, findMatchedDays } from "@compose-pay/database";
import { dayAfter, suspenseDays } from "@compose-pay/domain";

/** Whether all days are matched whose bills may have what was suspended on this one. A day without a run is not. */
export async function isSuspenseOver(
  connection: Connection,
  { channelAccountId, day }: { readonly channelAccountId: string; readonly day: string },
): Promise<boolean> {
  const among = { channelAccountId, fromDay: dayAfter(day, 1), toDay: dayAfter(day, suspenseDays) };
  return (await findMatchedDays(connection, among)).length === suspenseDays;
}
