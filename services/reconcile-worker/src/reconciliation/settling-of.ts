import { readSetting } from "@compose-pay/application";
import { type BillRow, isOfChannel, type Settling } from "@compose-pay/database";
import type { RunWorkDeps } from "./run-work.ts";

/**
 * How a run ends what it does not find any more. Over a bill that only a person brought it does not end what two people
 * have to decide on: whoever makes up a bill would close the books alone.
 *
 * @param bills that the run is held against
 */
export async function settlingOf(
  { database, settings }: Pick<RunWorkDeps, "database" | "settings">,
  bills: readonly BillRow[],
  at: Date,
): Promise<Settling> {
  const uploaded = bills.find((bill) => !isOfChannel(bill));
  if (uploaded === undefined) return { at, held: null };
  const fromFen = await readSetting(database.connection, "approval_from_fen", settings);
  return { at, held: { fromFen, billId: uploaded.id, uploadedBy: uploaded.source } };
}
