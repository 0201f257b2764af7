import type { BillLine, BillTotals } from "@compose-pay/domain";

import { gb18030 } from "../../bill-file/bill-encoding.ts";
import { readBill } from "../../bill-file/read-bill.ts";
import { createAlipaySummaryParser, type AlipaySummary } from "./alipay-summary.ts";
import { createAlipayTradeParser } from "./alipay-trade-bill.ts";
import { type BillArchive, openBillArchive } from "./bill-archive.ts";

/**
 * Reads the ZIP of a trade bill.
 *
 * @throws BillUnreadable, and for a file that cannot be read
 */
export async function* readAlipayTradeBill(
  path: string,
  sellerId: string,
): AsyncGenerator<readonly BillLine[], BillTotals, void> {
  const archive = await openBillArchive(path);
  try {
    const summary = await readSummary(archive);
    const parser = createAlipayTradeParser(sellerId, summary);
    return yield* readBill(archive.details(), gb18030, parser);
  } finally {
    archive.close();
  }
}

async function readSummary(archive: BillArchive): Promise<AlipaySummary> {
  const reading = readBill(archive.summary(), gb18030, createAlipaySummaryParser());
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return next.value;
  }
}
