import type { Database } from "@compose-pay/database";
import { type FilledRow, fillTable } from "./fill-table.ts";
import { type Needle, needleRows } from "./needle-rows.ts";

/** What the lists are asked for: the ids and words of the rows that fit. */
export const asked = {
  app: "app_asked",
  account: "acc_asked",
  endpoint: "ep_asked",
  merchant: "mer_asked",
  operator: "opr_asked",
  payment: "pay_00000000",
  run: "run_asked",
  job: "statements",
  name: "Tea_100%",
  subject: "pay_asked",
  action: "payments.close",
  phase: "refused",
} as const;

/** Mode, as MySQL keeps it; of each pair the first is asked for. */
export const modes = [1, 0] as const;
export const apps = [asked.app, "app_other"] as const;
export const accounts = [asked.account, "acc_other"] as const;
export const names = [`${asked.name} shop`, "Tea x100% shop"] as const;

const first = Date.UTC(2026, 0, 1);
/** The moment of the row of this number; those that fit all filters are the first. */
export const momentOf = (index: number) => new Date(first + index * 1_000);
export const dayOf = (index: number) => new Date(Date.UTC(2001, 0, 1 + index)).toISOString().slice(0, 10);

export const idOf = (prefix: string, index: number) => `${prefix}_${String(index).padStart(8, "0")}`;

type RestOf = (index: number, row: FilledRow) => FilledRow;

/** Rows of a table as a needle has them, each with an id of its number. */
export async function fill(
  pool: Database["pool"],
  table: string,
  prefix: string,
  needle: Needle,
  restOf: RestOf = () => ({}),
): Promise<void> {
  const rows = needleRows(needle).map((row, index) => ({
    id: idOf(prefix, index),
    ...row,
    ...restOf(index, row),
  }));
  await fillTable(pool, table, rows);
}
