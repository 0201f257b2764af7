import { type BillRow, changeBill } from "@compose-pay/database";
import type { BillDeps } from "./keep-bill.ts";

/** Has a bill that was rejected read anew. */
export async function takeBillAgain({ database }: BillDeps, bill: BillRow): Promise<BillRow> {
  if (bill.state !== "rejected") return bill;
  const again = { state: "loading", fault: null } as const;
  await changeBill(database.connection, { id: bill.id, state: "rejected" }, again);
  return { ...bill, ...again };
}
