import type { BillLine, BillTotals } from "@compose-pay/domain";

import type { BillHeader } from "../../bill-file/bill-header.ts";
import { type BillRow, fenOf, numberOf, timeOf, unitsOf, wordOf } from "../../bill-file/bill-row.ts";
import { roundedFen } from "../../bill-file/bill-number.ts";
import { createTradeTotals } from "../../bill-file/trade-totals.ts";
import type { WechatBillKind } from "./wechat-bill-parser.ts";
import { ownerOf, type WechatOwner } from "./row-owner.ts";

const tradeStates = [
  [Buffer.from("SUCCESS"), "succeeded"],
  [Buffer.from("REFUND"), "refund"],
  [Buffer.from("REVOKED"), "revoked"],
] as const;

/** Their names are not those of the refund API. `CHANGE` is the money that did not reach the customer. */
const refundStates = [
  [Buffer.from("SUCCESS"), "succeeded"],
  [Buffer.from("PROCESSING"), "processing"],
  [Buffer.from("FAIL"), "failed"],
  [Buffer.from("CHANGE"), "failed"],
] as const;

/** WeChat Pay APIv3, 交易账单 of `bill_type` ALL. */
export function wechatTradeBill(owner: WechatOwner): WechatBillKind<BillLine, BillTotals> {
  const sums = createSums();
  const totals = createTradeTotals();
  return {
    open: (header) => {
      const columns = columnsOf(header);
      const isOwn = ownerOf(owner, header);
      const readAmounts = sums.open(header);
      return (row) => {
        // Rows of others in the same bill are a part of its sums.
        const amounts = readAmounts(row);
        if (!isOwn(row)) return null;
        const line = lineOf(row, columns, amounts);
        totals.add(line, movedBy(line, amounts));
        return line;
      };
    },
    counted: sums.counted,
    totals: totals.told,
  };
}

/** 应结订单金额 and 退款金额: what coupons that the merchant gave himself leave of the order and its refund. */
function movedBy({ kind, status }: BillLine, { settled, given }: RowAmounts): number {
  return roundedFen(kind === "payment" && status !== "revoked" ? settled : given);
}

function columnsOf(header: BillHeader) {
  return {
    time: header.at("交易时间"),
    tradeNo: header.at("微信订单号"),
    outTradeNo: header.at("商户订单号"),
    state: header.at("交易状态"),
    refundNo: header.at("微信退款单号"),
    outRefundNo: header.at("商户退款单号"),
    refundState: header.at("退款状态"),
    ordered: header.at("订单金额"),
    // Older files have only what was given back after coupons.
    refundAsked: header.find("申请退款金额") === -1 ? header.at("退款金额") : header.at("申请退款金额"),
  };
}

function lineOf(row: BillRow, columns: ReturnType<typeof columnsOf>, amounts: RowAmounts): BillLine {
  const state = wordOf(row, columns.state, tradeStates);
  const outTradeNo = numberOf(row, columns.outTradeNo);
  const fee = roundedFen(amounts.fee);
  const occurredAt = timeOf(row, columns.time);
  if (state !== "refund") {
    return {
      lineNo: row.lineNo,
      kind: "payment",
      outNo: outTradeNo,
      channelNo: numberOf(row, columns.tradeNo),
      outTradeNo,
      // What a cancel gave back stands in a row of its own, among refunds.
      amount: fenOf(row, columns.ordered, amounts.ordered || amounts.refundAsked),
      fee,
      status: state,
      occurredAt,
    };
  }
  return {
    lineNo: row.lineNo,
    kind: "refund",
    outNo: numberOf(row, columns.outRefundNo),
    channelNo: numberOf(row, columns.refundNo),
    outTradeNo,
    amount: fenOf(row, columns.refundAsked, amounts.refundAsked),
    fee,
    status: wordOf(row, columns.refundState, refundStates),
    occurredAt,
  };
}

/** Of one row, in units of 0.00001 yuan. */
interface RowAmounts {
  readonly ordered: number;
  readonly settled: number;
  readonly refundAsked: number;
  readonly given: number;
  readonly fee: number;
}

/** What the summary must say of all rows. */
function createSums() {
  const sums = { rows: 0, ordered: 0, settled: 0, refunded: 0, coupons: 0, asked: 0, fees: 0 };
  let hasAsked = false;
  return {
    open: (header: BillHeader) => {
      const ordered = header.at("订单金额");
      const settled = header.at("应结订单金额");
      const refunded = header.at("退款金额");
      const coupons = header.at("充值券退款金额");
      const fee = header.at("手续费");
      const asked = header.find("申请退款金额");
      hasAsked = asked !== -1;
      return (row: BillRow): RowAmounts => {
        const given = unitsOf(row, refunded);
        const amounts: RowAmounts = {
          ordered: unitsOf(row, ordered),
          settled: unitsOf(row, settled),
          refundAsked: hasAsked ? unitsOf(row, asked) : given,
          given,
          fee: unitsOf(row, fee),
        };
        sums.rows += 1;
        sums.ordered += amounts.ordered;
        sums.settled += amounts.settled;
        sums.refunded += given;
        sums.coupons += unitsOf(row, coupons);
        sums.asked += amounts.refundAsked;
        sums.fees += amounts.fee;
        return amounts;
      };
    },
    counted: () => ({
      counts: { 总交易单数: sums.rows },
      sums: {
        应结订单总金额: sums.settled,
        退款总金额: sums.refunded,
        充值券退款总金额: sums.coupons,
        手续费总金额: sums.fees,
        订单总金额: sums.ordered,
        ...(hasAsked && { 申请退款总金额: sums.asked }),
      },
    }),
  };
}
