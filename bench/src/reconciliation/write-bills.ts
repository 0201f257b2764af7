import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type BillSums, createSums, fundFlowBill, rowsOf, tradeHeader, tradeSummary } from "./bill-rows.ts";
import { type LineOrder, placesIn } from "./line-order.ts";
import { dayStartMs, numbersOf, plantedNumber } from "./planted-day.ts";

/** Files as WeChat Pay gives them out, unpacked. */
export interface WrittenBills {
  readonly trade: string;
  readonly fundFlow: string;
}

const pieceCharacters = 1_000_000;

/** Writes the trade bill of the planted day with so many lines, and the fund flow that fits it. */
export async function writeBills(
  folder: string,
  { lines, order, mchid }: { readonly lines: number; readonly order: LineOrder; readonly mchid: string },
): Promise<WrittenBills> {
  const sums = createSums();
  const bills = { trade: path.join(folder, "trade.csv"), fundFlow: path.join(folder, "fund-flow.csv") };
  await writeFile(bills.trade, tradeText({ lines, order, mchid }, sums));
  if (sums.rows !== lines) throw new Error(`${sums.rows} lines were written, not ${lines}`);
  await writeFile(bills.fundFlow, `\uFEFF${fundFlowBill(sums, dayStartMs + 3_600_000)}`);
  return bills;
}

function* tradeText(
  { lines, order, mchid }: { readonly lines: number; readonly order: LineOrder; readonly mchid: string },
  sums: BillSums,
): Generator<string> {
  const numbers = numbersOf(lines);
  let piece = `\uFEFF${tradeHeader}\r\n`;
  for (const place of placesIn(order, numbers)) {
    piece += rowsOf(plantedNumber(place, numbers), mchid, sums);
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = "";
  }
  yield piece + tradeSummary(sums);
}
