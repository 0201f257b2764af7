import { discrepancyTypes } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { inArray } from "../drizzle.ts";
import { type Branch, inOrderOf, type NewestFirst, readNewestIds } from "../statements/newest-first.ts";
import { discrepancies } from "../tables/index.ts";
import type { DiscrepancyRow } from "./discrepancies.ts";

/** Whose discrepancies: of one run, which is of one account and day, or of an account, a day, both or neither. */
export type DiscrepancyScope =
  | { readonly runId: string }
  | {
      readonly channelAccountId?: string | undefined;
      /** A day of China that reconciliation found it for. */
      readonly day?: string | undefined;
    };

export interface DiscrepancyFilter {
  readonly state: DiscrepancyRow["state"];
  readonly type?: DiscrepancyRow["type"] | undefined;
  readonly of?: DiscrepancyScope | undefined;
  /** Found before this moment: for those that have waited for long. */
  readonly foundBefore?: Date | undefined;
  /** The page starts behind it. */
  readonly after?: Pick<DiscrepancyRow, "foundAt" | "id"> | undefined;
  readonly limit: number;
}

/** Newest first, by (found_at, id); whatever is asked for, one index has all of it. */
export async function listDiscrepancies(
  connection: Connection,
  filter: DiscrepancyFilter,
): Promise<DiscrepancyRow[]> {
  const { after, foundBefore: createdBefore, limit } = filter;
  const page = { createdBefore, after: after && { createdAt: after.foundAt, id: after.id }, limit };
  const read = { table: "discrepancies", moment: "found_at", page, ...endsFor(filter) };
  const ids = await readNewestIds(connection, read);
  if (ids.length === 0) return [];
  const rows = await connection
    .select()
    .from(discrepancies, { forceIndex: "PRIMARY" })
    .where(inArray(discrepancies.id, [...ids]));
  return inOrderOf(ids, rows, ({ id }) => id);
}

type Ends = Pick<NewestFirst, "index" | "columns" | "branches">;

function endsFor({ state, type, of = {} }: DiscrepancyFilter): Ends {
  const typed = (index: string, columns: readonly string[], ...values: readonly string[]): Ends => ({
    index,
    columns: [...columns, "state", "type"],
    branches: (type === undefined ? discrepancyTypes : [type]).map((one): Branch => [...values, state, one]),
  });
  if ("runId" in of) return typed("discrepancies_run_type", ["run_id"], of.runId);
  const { channelAccountId: account, day } = of;
  if (account !== undefined && day !== undefined)
    return typed("discrepancies_account_day", ["channel_account_id", "day"], account, day);
  if (type === undefined) {
    if (account !== undefined) return plain("discrepancies_account", "channel_account_id", account, state);
    if (day !== undefined) return plain("discrepancies_day", "day", day, state);
    return { index: "discrepancies_state", columns: ["state"], branches: [[state]] };
  }
  if (account !== undefined) return typed("discrepancies_account_type", ["channel_account_id"], account);
  if (day !== undefined) return typed("discrepancies_day_type", ["day"], day);
  return typed("discrepancies_type", []);
}

function plain(index: string, column: string, value: string, state: string): Ends {
  return { index, columns: [column, "state"], branches: [[value, state]] };
}
