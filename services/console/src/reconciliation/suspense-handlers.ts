import type { SuspendedEntry, suspenseRoutes } from "@compose-pay/contracts";
import {
  type Connection,
  findBilledAccounts,
  findBookEntries,
  findMatchedDays,
  listOpenSuspense,
  type SuspenseRow,
} from "@compose-pay/database";
import { dayAfter, suspenseDays } from "@compose-pay/domain";
import { done, type HandlersOf } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { readSuspenseMark, writeSuspenseMark } from "./suspense-mark.ts";

/** What around midnight waits for the bills of the next days. */
export function suspenseHandlers({ database }: ConsoleDeps): HandlersOf<typeof suspenseRoutes> {
  const { connection } = database;
  return {
    "suspense.list": async ({ input: { account_id: channelAccountId, after: cursor, limit, ...days } }) => {
      const after = readSuspenseMark(cursor);
      if (after === null) return wrongCursor();
      const filter = { channelAccountId, fromDay: days.from_day, toDay: days.to_day, after };
      const rows = await listOpenSuspense(connection, { ...filter, limit: limit + 1 });
      const { rows: shown, next } = pageOf(rows, limit, { nextOf: writeSuspenseMark, show: (row) => row });
      return done({ rows: await viewsOf(connection, shown), next });
    },
  };
}

async function viewsOf(
  connection: Connection,
  rows: readonly SuspenseRow[],
): Promise<readonly SuspendedEntry[]> {
  const byAccount = Map.groupBy(rows, (row) => row.channelAccountId);
  const accounts = await findBilledAccounts(connection, [...byAccount.keys()]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const known = new Map<string, AccountFacts>();
  for (const [id, ofAccount] of byAccount) known.set(id, await factsOf(connection, id, ofAccount));
  return rows.map((row) => {
    const facts = known.get(row.channelAccountId);
    return {
      account_id: row.channelAccountId,
      account_name: names.get(row.channelAccountId) ?? null,
      out_no: row.outNo,
      kind: row.kind,
      amount: row.amount,
      day: row.day,
      payment_id: facts?.paymentIds.get(row.outNo) ?? null,
      run_id: row.runId,
      suspended_at: row.suspendedAt.toISOString(),
      awaited_days: daysAfter(row.day).filter((day) => facts?.matched.has(day) !== true),
    };
  });
}

interface AccountFacts {
  readonly matched: ReadonlySet<string>;
  readonly paymentIds: ReadonlyMap<string, string>;
}

/** @param rows all of this account, oldest day first, and at least one */
async function factsOf(
  connection: Connection,
  channelAccountId: string,
  rows: readonly SuspenseRow[],
): Promise<AccountFacts> {
  const days = [...new Set(rows.map(({ day }) => day))];
  const [fromDay = "", toDay = ""] = [days[0], days.at(-1)];
  const among = { fromDay: dayAfter(fromDay, 1), toDay: dayAfter(toDay, suspenseDays) };
  const matched = await findMatchedDays(connection, { channelAccountId, ...among });
  const outNos = rows.map(({ outNo }) => outNo);
  const entries = await findBookEntries(connection, channelAccountId, { outNos, days });
  return {
    matched: new Set(matched),
    paymentIds: new Map(entries.map(({ outNo, paymentId }) => [outNo, paymentId])),
  };
}

/** Whose bills may have what is suspended on a day. */
function daysAfter(day: string): readonly string[] {
  return Array.from({ length: suspenseDays }, (_, index) => dayAfter(day, index + 1));
}
