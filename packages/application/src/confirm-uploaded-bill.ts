import { type BillRow, confirmBill, isOfChannel } from "@compose-pay/database";
import type { BillDeps } from "./keep-bill.ts";
import { takeBillAgain } from "./take-bill-again.ts";

/**
 * The channel has given the very file that somebody had uploaded, and vouches for it from now on. One that was rejected is
 * read anew: of a channel's own file less is asked.
 */
export async function confirmUploaded(deps: BillDeps, bill: BillRow): Promise<BillRow> {
  if (isOfChannel(bill)) return bill;
  const confirmedAt = deps.clock.now();
  await confirmBill(deps.database.connection, bill.id, confirmedAt);
  return takeBillAgain(deps, { ...bill, confirmedAt });
}
