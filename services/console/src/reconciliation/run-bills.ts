import type { RunBill } from "@compose-pay/contracts";
import {
  type Connection,
  findBill,
  findNewestLoadedBill,
  isOfChannel,
  type RunRow,
} from "@compose-pay/database";
import { billView } from "./bill-view.ts";

/** The bills that a run is held against, with what somebody has uploaded beside the channel's. */
export async function runBills(
  connection: Connection,
  { tradeBillId, fundBillId }: Pick<RunRow, "tradeBillId" | "fundBillId">,
): Promise<readonly RunBill[]> {
  const shown: RunBill[] = [];
  for (const id of [tradeBillId, fundBillId]) {
    const bill = id === null ? null : await findBill(connection, id);
    if (bill === null) continue;
    const { channelAccountId: accountId, day, type } = bill;
    const overruled = isOfChannel(bill)
      ? await findNewestLoadedBill(connection, { accountId, day, type }, "uploaded")
      : null;
    shown.push({ bill: billView(bill), overruled: overruled === null ? null : billView(overruled) });
  }
  return shown;
}
