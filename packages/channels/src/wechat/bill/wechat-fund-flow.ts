import type { FundLine, FundTotals } from "@compose-pay/domain";

import type { BillHeader } from "../../bill-file/bill-header.ts";
import { type BillRow, fenOf, numberOf, timeOf, unitsOf, wordOf } from "../../bill-file/bill-row.ts";
import { unitsPerYuan } from "../../bill-file/bill-number.ts";
import type { WechatBillKind } from "./wechat-bill-parser.ts";

const directions = [
  [Buffer.from("收入"), "income"],
  [Buffer.from("支出"), "expense"],
] as const;

const fenPerYuan = 100;

/** WeChat Pay APIv3, 资金账单 of the account BASIC. */
export function wechatFundFlow(): WechatBillKind<FundLine, FundTotals> {
  const totals = { lines: 0, incomes: 0, incomeAmount: 0, expenses: 0, expenseAmount: 0 };
  return {
    open: (header) => {
      const columns = columnsOf(header);
      return (row) => {
        const line = lineOf(row, columns);
        totals.lines += 1;
        if (line.direction === "income") {
          totals.incomes += 1;
          totals.incomeAmount += line.amount;
        } else {
          totals.expenses += 1;
          totals.expenseAmount += line.amount;
        }
        return line;
      };
    },
    counted: () => ({
      counts: { 资金流水总笔数: totals.lines, 收入笔数: totals.incomes, 支出笔数: totals.expenses },
      sums: { 收入金额: unitsOfFen(totals.incomeAmount), 支出金额: unitsOfFen(totals.expenseAmount) },
    }),
    totals: () => ({ ...totals }),
  };
}

function columnsOf(header: BillHeader) {
  return {
    time: header.at("记账时间"),
    channelNo: header.at("微信支付业务单号"),
    flowNo: header.at("资金流水单号"),
    business: header.at("业务名称"),
    direction: header.at("收支类型"),
    amount: header.at("收支金额(元)"),
  };
}

function lineOf(row: BillRow, columns: ReturnType<typeof columnsOf>): FundLine {
  return {
    lineNo: row.lineNo,
    flowNo: numberOf(row, columns.flowNo),
    channelNo: numberOf(row, columns.channelNo),
    business: numberOf(row, columns.business),
    direction: wordOf(row, columns.direction, directions),
    amount: fenOf(row, columns.amount, unitsOf(row, columns.amount)),
    occurredAt: timeOf(row, columns.time),
  };
}

function unitsOfFen(fen: number): number {
  return fen * (unitsPerYuan / fenPerYuan);
}
