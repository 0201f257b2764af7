import { type Connection, type RunRow, sumFundFlow, sumUnmovedRefunds } from "@compose-pay/database";
import type { BillTotals } from "@compose-pay/domain";
import { type FundDifference, fundDifferences } from "./fund-differences.ts";

/** Where the account moved by other sums than its trade bill says; one without a fund-flow bill did not, for all we know. */
export async function findFundDifferences(
  connection: Connection,
  { tradeBillId, fundBillId }: Pick<RunRow, "tradeBillId" | "fundBillId">,
  bill: BillTotals,
): Promise<readonly FundDifference[]> {
  if (tradeBillId === null || fundBillId === null) return [];
  const funds = await sumFundFlow(connection, fundBillId);
  const found = fundDifferences(bill, funds);
  if (!found.some(({ name }) => name === "refunds")) return found;
  // A trade bill tells of refunds that failed, too, most of which moved nothing.
  const unmoved = await sumUnmovedRefunds(connection, { tradeBillId, fundBillId });
  return fundDifferences({ ...bill, refundAmount: bill.refundAmount - unmoved }, funds);
}
