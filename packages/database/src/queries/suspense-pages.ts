import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, gte, lte, or } from "../drizzle.ts";
import { suspense } from "../tables/index.ts";
import type { SuspenseRow } from "./suspense.ts";

/** Where a page of what is suspended ends. */
export type SuspenseMark = Pick<SuspenseRow, "day" | "channelAccountId" | "outNo">;

export interface SuspenseFilter {
  readonly channelAccountId?: string | undefined;
  /** Both inclusive, such as `2026-11-22`. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  /** The page starts behind it. */
  readonly after?: SuspenseMark | undefined;
  readonly limit: number;
}

/** What is suspended and no bill has had yet, oldest day first, by (day, account, number), which is the order of an index. */
export async function listOpenSuspense(
  connection: Connection,
  { channelAccountId, fromDay, toDay, after, limit }: SuspenseFilter,
): Promise<SuspenseRow[]> {
  const { state, day, channelAccountId: account, outNo } = suspense;
  return connection
    .select()
    .from(suspense, { forceIndex: channelAccountId === undefined ? "suspense_day" : "suspense_open" })
    .where(
      and(
        eq(state, "open"),
        channelAccountId === undefined ? undefined : eq(account, channelAccountId),
        fromDay === undefined ? undefined : gte(day, fromDay),
        toDay === undefined ? undefined : lte(day, toDay),
        after === undefined
          ? undefined
          : or(
              gt(day, after.day),
              and(eq(day, after.day), gt(account, after.channelAccountId)),
              and(eq(day, after.day), eq(account, after.channelAccountId), gt(outNo, after.outNo)),
            ),
      ),
    )
    .orderBy(asc(day), asc(account), asc(outNo))
    .limit(limit);
}
