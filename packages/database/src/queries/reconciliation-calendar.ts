import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, getTableColumns, gte, inArray, lt, lte, ne } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
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

/** How many are counted of a run at the most: more is a bad day in any case. */
export const mostCountedOfRun = 1_000;
/** So many runs are counted by one statement. */
const runsInStatement = 40;

/** How many of each run's discrepancies nobody has resolved, `mostCountedOfRun` at the most; along the index of runs. */
export async function countUnresolved(
  connection: Connection,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (let from = 0; from < runIds.length; from += runsInStatement) {
    const some = runIds.slice(from, from + runsInStatement);
    const [rows] = await clientOf(connection).query<RowDataPacket[]>(
      some.map(() => countOfRun).join(" UNION ALL "),
      some.flatMap((runId) => [runId, runId, mostCountedOfRun]),
    );
    for (const row of rows) counted.set(String(row["run_id"]), Number(row["found"]));
  }
  return counted;
}

const countOfRun =
  "SELECT ? AS run_id, COUNT(*) AS found FROM (SELECT id FROM discrepancies FORCE INDEX (discrepancies_run) " +
  "WHERE run_id = ? AND state IN ('open', 'awaiting_approval') LIMIT ?) AS counted";
