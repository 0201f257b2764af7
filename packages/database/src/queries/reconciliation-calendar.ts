import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, getTableColumns, gte, inArray, lt, lte, ne } from "../drizzle.ts";
import { channelAccounts, runs } from "../tables/index.ts";
import type { ChannelAccount } from "./channel-accounts.ts";
import type { RunRow } from "./runs.ts";

/** Accounts that have bills, newest first, by id; the page starts behind `after`. Those of `mock` have none. */
export async function listBilledAccounts(
  connection: Connection,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ChannelAccount[]> {
  const { credentials: _, ...shown } = getTableColumns(channelAccounts);
  return connection
    .select(shown)
    .from(channelAccounts)
    .where(
      and(
        ne(channelAccounts.channel, "mock"),
        page.after === undefined ? undefined : lt(channelAccounts.id, page.after),
      ),
    )
    .orderBy(desc(channelAccounts.id))
    .limit(page.limit);
}

/** Those of these ids that there are. */
export async function findBilledAccounts(
  connection: Connection,
  ids: readonly string[],
): Promise<ChannelAccount[]> {
  if (ids.length === 0) return [];
  const { credentials: _, ...shown } = getTableColumns(channelAccounts);
  return connection
    .select(shown)
    .from(channelAccounts)
    .where(inArray(channelAccounts.id, [...ids]));
}

/** The newest run of each of these accounts' days, both days inclusive; by the index of their versions. */
export async function findRunsOfDays(
  connection: Connection,
  among: { readonly accountIds: readonly string[]; readonly fromDay: string; readonly toDay: string },
): Promise<readonly RunRow[]> {
  if (among.accountIds.length === 0) return [];
  const found = await connection
    .select()
    .from(runs, { forceIndex: "runs_version" })
    .where(
      and(
        inArray(runs.channelAccountId, [...among.accountIds]),
        gte(runs.day, among.fromDay),
        lte(runs.day, among.toDay),
      ),
    )
    .orderBy(asc(runs.channelAccountId), asc(runs.day), asc(runs.version));
  return [...new Map(found.map((run) => [`${run.channelAccountId} ${run.day}`, run])).values()];
}

/** All versions of an account's day, newest first. */
export async function listRunVersions(
  connection: Connection,
  { channelAccountId, day }: Pick<RunRow, "channelAccountId" | "day">,
  limit: number,
): Promise<RunRow[]> {
  return connection
    .select()
    .from(runs)
    .where(and(eq(runs.channelAccountId, channelAccountId), eq(runs.day, day)))
    .orderBy(desc(runs.version))
    .limit(limit);
}
