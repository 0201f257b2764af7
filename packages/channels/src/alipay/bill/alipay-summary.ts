import { gb18030 } from "../../bill-file/bill-encoding.ts";
import { type BillHeader, headerOf } from "../../bill-file/bill-header.ts";
import { cutRow, rowOf, textOf } from "../../bill-file/bill-row.ts";
import { holdCount, holdSum } from "../../bill-file/bill-sums.ts";
import { BillUnreadable } from "../../bill-file/bill-unreadable.ts";
import type { BillParser, BillText } from "../../bill-file/read-bill.ts";
import { type createAlipayBillSums, summedColumns, sumOf } from "./alipay-bill-sums.ts";
import { cutAtCommas } from "./cut-at-commas.ts";

/** The row 合计 of the summary, by the names of its columns. */
export type AlipaySummary = ReadonlyMap<string, string>;

type Place =
  | { readonly at: "preamble" | "header" | "end" }
  | { readonly at: "rows"; readonly header: BillHeader };

/** Alipay's 业务明细(汇总): a row for each shop, and one over all of them, which alone is read. */
export function createAlipaySummaryParser(): BillParser<never, AlipaySummary> {
  let place: Place = { at: "preamble" };
  let summary: AlipaySummary | null = null;
  return {
    take: (line) => {
      switch (place.at) {
        case "preamble":
          if (commentOf(line).includes("业务汇总列表")) place = { at: "header" };
          return null;
        case "header":
          place = { at: "rows", header: headerOf(commentOf(line), line.lineNo) };
          return null;
        case "rows": {
          if (commentOf(line).startsWith("#")) {
            place = { at: "end" };
            return null;
          }
          const read = totalsIn(line, place.header);
          if (read !== null && summary !== null)
            throw new BillUnreadable("summary_missing", line.lineNo, "合计 stands twice");
          summary = read ?? summary;
          return null;
        }
        case "end":
          return null;
      }
    },
    end: () => {
      if (summary === null || place.at !== "end")
        throw new BillUnreadable("summary_missing", null, "业务汇总列表 合计");
      return summary;
    },
  };
}

function commentOf({ bytes, start, end }: BillText): string {
  return gb18030.decode(bytes.subarray(start, end)).trim();
}

function totalsIn(line: BillText, header: BillHeader): AlipaySummary | null {
  const row = rowOf(header.names, gb18030);
  cutRow(line, row, cutAtCommas);
  if (textOf(row, 0) !== "合计") return null;
  return new Map(header.names.map((name, column) => [name, textOf(row, column)]));
}

/**
 * Holds the rows against the summary. Whether a sum of it is that of the payments or what is left after the
 * refunds is published nowhere; both are taken, as the footer of the details tells payments and refunds apart.
 *
 * @throws BillUnreadable
 */
export function holdSummary(
  summary: AlipaySummary,
  { payments, refunds }: ReturnType<typeof createAlipayBillSums>,
): void {
  const told = (name: string) => {
    const text = summary.get(name);
    if (text === undefined) throw new BillUnreadable("column_missing", null, `业务明细(汇总) ${name}`);
    return { name: `业务明细(汇总) ${name}`, text, lineNo: null };
  };
  holdCount(told("交易订单总笔数"), payments.rows);
  holdCount(told("退款订单总笔数"), refunds.rows);
  for (const { key, name } of summedColumns) {
    const paid = sumOf(payments.sums, key);
    holdSum(told(name), paid + sumOf(refunds.sums, key), paid);
  }
}
