import type { BillLine, BillTotals } from "@compose-pay/domain";

import { gb18030 } from "../../bill-file/bill-encoding.ts";
import { type BillHeader, headerOf } from "../../bill-file/bill-header.ts";
import { roundedFen } from "../../bill-file/bill-number.ts";
import {
  type BillRow,
  cutRow,
  fenOf,
  numberOf,
  rowOf,
  textOf,
  timeOf,
  wordOf,
} from "../../bill-file/bill-row.ts";
import { BillUnreadable } from "../../bill-file/bill-unreadable.ts";
import type { BillParser, BillText } from "../../bill-file/read-bill.ts";
import { createTradeTotals } from "../../bill-file/trade-totals.ts";
import { createAlipayBillSums, sumOf } from "./alipay-bill-sums.ts";
import { createAlipayFooter } from "./alipay-footer.ts";
import { type AlipaySummary, holdSummary } from "./alipay-summary.ts";
import { cutAtCommas } from "./cut-at-commas.ts";

/** 交易 and 退款 in GBK. */
const kinds = [
  [Buffer.from("bdbbd2d7", "hex"), "payment"],
  [Buffer.from("cdcbbfee", "hex"), "refund"],
] as const;

type Place =
  | { readonly at: "preamble" }
  | { readonly at: "header" }
  | { readonly at: "rows"; readonly row: BillRow; readonly read: (row: BillRow) => BillLine }
  | { readonly at: "footer" };

/**
 * Alipay's 业务明细 of `bill_type` trade: comments that say whose it is, a table, and its sums in comments.
 *
 * @param summary what the other member of the archive says of the same rows
 */
export function createAlipayTradeParser(
  sellerId: string,
  summary: AlipaySummary,
): BillParser<BillLine, BillTotals> {
  const sums = createAlipayBillSums();
  const totals = createTradeTotals();
  const footer = createAlipayFooter();
  let place: Place = { at: "preamble" };
  return {
    take: (line) => {
      switch (place.at) {
        case "rows": {
          if (line.bytes[line.start] === hash) {
            assertLastOfRows(line);
            place = { at: "footer" };
            return null;
          }
          cutRow(line, place.row, cutAtCommas);
          const read = place.read(place.row);
          totals.add(read, read.amount);
          return read;
        }
        case "preamble":
          if (isLastOfPreamble(line, sellerId)) place = { at: "header" };
          return null;
        case "header": {
          const header = headerOf(commentOf(line), line.lineNo);
          place = { at: "rows", row: rowOf(header.names, gb18030), read: rowReader(header, sums) };
          return null;
        }
        case "footer":
          footer.take(commentOf(line), line.lineNo);
          return null;
      }
    },
    end: () => {
      footer.hold(sums);
      holdSummary(summary, sums);
      return totals.told();
    },
  };
}

const hash = 0x23;

function commentOf({ bytes, start, end }: BillText): string {
  return gb18030.decode(bytes.subarray(start, end)).trim();
}

function assertLastOfRows(line: BillText): void {
  if (commentOf(line).includes("业务明细列表结束")) return;
  throw new BillUnreadable("text_after_end", line.lineNo, "a comment among the rows");
}

function isLastOfPreamble(line: BillText, sellerId: string): boolean {
  const comment = commentOf(line);
  if (!comment.startsWith("#")) throw new BillUnreadable("header_missing", line.lineNo, "no 业务明细");
  if (line.lineNo === 1 && !comment.startsWith("#支付宝业务明细"))
    throw new BillUnreadable("header_missing", line.lineNo, "no 业务明细");
  const [, account] = /^#账号：\[(\d{16})\d*\]/.exec(comment) ?? [];
  if (account !== undefined && account !== sellerId)
    throw new BillUnreadable("account_differs", line.lineNo, "账号");
  return comment.includes("业务明细列表");
}

function rowReader(header: BillHeader, sums: ReturnType<typeof createAlipayBillSums>) {
  const columns = {
    tradeNo: header.at("支付宝交易号"),
    outTradeNo: header.at("商户订单号"),
    kind: header.at("业务类型"),
    createdAt: header.at("创建时间"),
    doneAt: header.at("完成时间"),
    ordered: header.at("订单金额(元)"),
    outRefundNo: header.at("退款批次号/请求号"),
  };
  const add = sums.open(header);
  return (row: BillRow): BillLine => {
    const kind = wordOf(row, columns.kind, kinds);
    const amounts = add(row, kind === "refund");
    const ordered = sumOf(amounts, "ordered");
    const outTradeNo = numberOf(row, columns.outTradeNo);
    const isDone = textOf(row, columns.doneAt) !== "";
    return {
      lineNo: row.lineNo,
      kind,
      // A refund that was asked for without a number of its own has the order's.
      outNo: kind === "refund" ? numberOf(row, columns.outRefundNo) || outTradeNo : outTradeNo,
      // Alipay has no number of its own for a refund: it keeps it under the trade's and ours.
      channelNo: numberOf(row, columns.tradeNo),
      outTradeNo,
      amount: fenOf(row, columns.ordered, kind === "refund" ? -ordered : ordered),
      fee: roundedFen(-sumOf(amounts, "fee")),
      status: "succeeded",
      occurredAt: timeOf(row, isDone ? columns.doneAt : columns.createdAt),
    };
  };
}
