import { BillUnreadable } from "@compose-pay/channels";
import type { BillLineRow } from "@compose-pay/database";
import type { BillLine, BillLineStatus, FundLine } from "@compose-pay/domain";

/**
 * What happened without a number of ours has the channel's in its place, so that every line has one of its own.
 *
 * @throws BillUnreadable for a number that its column would cut
 */
export function rowOfTradeLine(billId: string, line: BillLine): BillLineRow {
  const { lineNo, kind, amount, fee, status, occurredAt } = line;
  const channelNo = whole(line.channelNo, lineNo, "channel_no");
  const outNo = whole(line.outNo, lineNo, "out_no") || channelNo || `line ${lineNo}`;
  const outTradeNo = line.outTradeNo === line.outNo ? null : whole(line.outTradeNo, lineNo, "out_trade_no");
  return { billId, outNo, lineNo, kind, channelNo, outTradeNo, amount, fee, status, occurredAt };
}

/** @throws BillUnreadable for a number that its column would cut */
export function rowOfFundLine(billId: string, line: FundLine): BillLineRow {
  const { lineNo, direction, amount, occurredAt } = line;
  return {
    billId,
    outNo: whole(line.flowNo, lineNo, "flow_no"),
    lineNo,
    kind: direction,
    channelNo: whole(line.channelNo, lineNo, "channel_no"),
    outTradeNo: null,
    amount,
    fee: 0,
    // because the same column has the channel's own word here, cut to its length
    status: Array.from(line.business).slice(0, longestWord).join("") as BillLineStatus,
    occurredAt,
  };
}

const longestNumber = 64;
const longestWord = 32;

function whole(number: string, lineNo: number, name: string): string {
  if (number.length <= longestNumber) return number;
  throw new BillUnreadable("number_malformed", lineNo, `${name} has more than ${longestNumber} characters`);
}
