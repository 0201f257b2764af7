import { startRun } from "@compose-pay/application";
import type { ReconciliationCalendar, reconciliationRoutes } from "@compose-pay/contracts";
import {
  countRunDiscrepancies,
  countUnresolved,
  findBilledAccounts,
  findChannelAccount,
  findRun,
  findRunsOfDays,
  hasOpenSuspense,
  listBilledAccounts,
  listRuns,
  listRunVersions,
  mostCountedOfRun,
  type RunRow,
} from "@compose-pay/database";
import { dayOfChina } from "@compose-pay/domain";
import { done, type HandlersOf, noSuch, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { runBills } from "./run-bills.ts";
import { billedAccountView, runCountsView, runSummaryView, runView } from "./run-view.ts";

const mostVersions = 50;

/** The days of accounts, and the runs that hold them against their bills. */
export function reconciliationHandlers(deps: ConsoleDeps): HandlersOf<typeof reconciliationRoutes> {
  const { connection } = deps.database;
  const viewOf = async (run: RunRow) =>
    runView(run, await findChannelAccount(connection, run.channelAccountId));
  return {
    "reconciliation.accounts": async ({ input: { after, limit } }) => {
      const accounts = await listBilledAccounts(connection, { after, limit: limit + 1 });
      return done(pageOf(accounts, limit, { nextOf: ({ id }) => id, show: billedAccountView }));
    },
    "reconciliation.calendar": async ({ input }) => done(await calendarOf(deps, input)),
    "runs.list": async ({ input: { account_id: channelAccountId, after: cursor, limit, ...days } }) => {
      const after = cursor === undefined ? undefined : await findRun(connection, cursor);
      if (after === null) return wrongCursor();
      const filter = { channelAccountId, fromDay: days.from_day, toDay: days.to_day, after };
      const found = await listRuns(connection, { ...filter, limit: limit + 1 });
      const page = pageOf(found, limit, { nextOf: ({ id }) => id, show: (run) => run });
      const accounts = await accountsOf(deps, page.rows);
      const rows = page.rows.map((run) => runView(run, accounts.get(run.channelAccountId) ?? null));
      return done({ rows, next: page.next });
    },
    "runs.show": async ({ input: { id } }) => {
      const run = await findRun(connection, id);
      if (run === null) return noSuch("run");
      const { all, unresolved } = await countRunDiscrepancies(connection, id);
      const versions = await listRunVersions(connection, run, mostVersions);
      return done({
        run: await viewOf(run),
        bills: await runBills(connection, run),
        counts: runCountsView(run.counts),
        ...runSummaryView(run.summary),
        discrepancies: all,
        unresolved,
        most_counted: mostCountedOfRun,
        has_suspended: await hasOpenSuspense(connection, id),
        versions: versions.map(({ id: of, version, state, createdAt }) => ({
          id: of,
          version,
          state,
          created_at: createdAt.toISOString(),
        })),
      });
    },
    "runs.start": async ({ input: { account_id: accountId, day, is_repeat: isRepeat }, origin }) => {
      const wanted = { accountId, day, isRepeat, trigger: "operator", traceId: origin.requestId } as const;
      const started = await startRun(deps, wanted);
      switch (started.kind) {
        case "unknown_account":
          return refusedInput("account_id", "names no channel account");
        case "day_not_over":
          return refusedInput("day", "is not over in China: its bill is made on the day after");
        case "known":
          return refused("conflict", "the day is matched already; is_repeat matches it anew");
        case "started":
        case "under_way": {
          const run = await viewOf((await findRun(connection, started.run.id)) ?? started.run);
          const is_new = started.kind === "started";
          return done(
            { run, is_new },
            { subject: run.id, before: beforeOf(started), after: { ...run, is_new } },
          );
        }
      }
    },
  };
}

/** One under way has gone on; it may have stood still. */
function beforeOf({ kind, run }: { readonly kind: "started" | "under_way"; readonly run: RunRow }) {
  return kind === "started" ? null : { state: run.state, fault: run.fault };
}

async function calendarOf(
  { database: { connection }, clock }: ConsoleDeps,
  {
    month,
    after,
    limit,
  }: { readonly month: string; readonly after?: string | undefined; readonly limit: number },
): Promise<ReconciliationCalendar> {
  const accounts = await listBilledAccounts(connection, { after, limit: limit + 1 });
  const page = pageOf(accounts, limit, { nextOf: ({ id }) => id, show: billedAccountView });
  const accountIds = page.rows.map(({ id }) => id);
  // No day of a month comes behind its 31st, in text either.
  const runs = await findRunsOfDays(connection, {
    accountIds,
    fromDay: `${month}-01`,
    toDay: `${month}-31`,
  });
  const differing = runs.filter(({ state }) => state === "has_discrepancies").map(({ id }) => id);
  const unresolved = await countUnresolved(connection, differing);
  const rows = page.rows.map((account) => ({
    account,
    days: runs
      .filter((run) => run.channelAccountId === account.id)
      .map(({ day, id, version, state, fault }) => {
        return { day, run_id: id, version, state, fault, unresolved: unresolved.get(id) ?? 0 };
      }),
  }));
  return { rows, next: page.next, month, today: dayOfChina(clock.now()), most_counted: mostCountedOfRun };
}

/** Of a page of runs, which are of few accounts. */
async function accountsOf({ database: { connection } }: ConsoleDeps, runs: readonly RunRow[]) {
  const ids = [...new Set(runs.map((run) => run.channelAccountId))];
  const found = await findBilledAccounts(connection, ids);
  return new Map(found.map((account) => [account.id, account]));
}
