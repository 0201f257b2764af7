import path from "node:path";
import { withScratchFolder } from "@compose-pay/archive";
import { type BillRow, findBill, inTransaction, isDuplicate } from "@compose-pay/database";
import type { Logger } from "@compose-pay/runtime";
import type { ChannelDirectory } from "./channel-directory.ts";
import type { BillDeps } from "./keep-bill.ts";
import { loadLocked } from "./load-locked-bill.ts";

export interface LoadBillDeps extends BillDeps {
  readonly channels: ChannelDirectory;
  readonly logger: Logger;
}

/**
 * - `loaded`: its lines are there and sum up to its totals. `rejected`: it cannot be read, `fault` says why and where,
 *   and none of its lines is there. Either may have been so before.
 * - `busy`: somebody else is loading it at this moment. `lost`: `stillMine` has said no; another one starts over.
 */
export type BillLoading =
  | { readonly kind: "loaded" | "rejected"; readonly bill: BillRow }
  | { readonly kind: "busy" | "lost" | "bill_unknown" | "account_unknown" };

/**
 * Reads a kept bill into its lines. Killed anywhere and called again, it starts over; called by two at once, one of
 * them does it, since whoever loads a bill holds its row. Takes three connections of the pool.
 *
 * @param stillMine asked every few thousand lines, for a caller whose own hold can end; always true when left out
 * @throws ArchiveError, ChannelAccountUnusable, the database's errors: then it may be called again
 */
export async function loadBill(
  deps: LoadBillDeps,
  billId: string,
  { stillMine = always }: { readonly stillMine?: () => Promise<boolean> } = {},
): Promise<BillLoading> {
  const bill = await findBill(deps.database.connection, billId);
  if (bill === null) return { kind: "bill_unknown" };
  if (bill.state !== "loading") return { kind: bill.state, bill };
  const { archiveKey } = bill;
  if (archiveKey === null) throw new Error(`bill ${bill.id} is to be loaded and has no file`);
  const open = await deps.channels.find(bill.channelAccountId);
  if (open === null) return { kind: "account_unknown" };
  const loading = await withScratchFolder(deps.scratchFolder, async (folder) => {
    const file = path.join(folder, "bill");
    await deps.archive.bring(archiveKey, file);
    const job = { billId, file, channel: open.channel, stillMine };
    return again(() => inTransaction(deps.database, (transaction) => loadLocked(deps, transaction, job)));
  });
  tell(deps.logger, billId, loading);
  return loading;
}

const always = (): Promise<boolean> => Promise.resolve(true);

/** The last statement of one who was killed may end after its lines were deleted; it does so once. */
async function again(load: () => Promise<BillLoading>): Promise<BillLoading> {
  try {
    return await load();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return load();
  }
}

function tell(logger: Logger, billId: string, loading: BillLoading): void {
  if (loading.kind === "loaded") {
    logger.info({ bill_id: billId, lines: loading.bill.lines }, "a bill is loaded");
  } else if (loading.kind === "rejected") {
    logger.warn({ bill_id: billId, fault: loading.bill.fault }, "a bill cannot be read");
  }
}
