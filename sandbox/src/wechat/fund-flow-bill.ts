import type { BillLine } from "../bills/bill-line.ts";
import type { BillText } from "../bills/bill-text.ts";
import type { BillContext, BillForm } from "../bills/bills.ts";
import { compactDay } from "../bills/bill-day.ts";
import { toGatewayTime } from "../core/china-time.ts";
import { toYuan } from "../core/yuan.ts";
import { billedRefundNo } from "./bill-parties.ts";
import { writeBill } from "./bill-text.ts";

export type FundAccount = "BASIC" | "OPERATION" | "FEES";

/** What every day begins with, in fen: balances are not carried from one day to the next. */
const openingBalance = 10_000_000;

const columns =
  "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const sums = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

/**
 * The fund flow bill (WeChat Pay APIv3, 申请资金账单): a payment is an income and its fee an expense; a refund
 * is an expense and the fee that comes back with it an income of its own. A refund that failed, and a fee of
 * nothing, moved nothing.
 */
export function fundFlowBill(account: FundAccount): BillForm {
  return {
    name: `fund-flow/${account}`,
    isGzipped: true,
    includes: ({ refund, amount }) => account === "BASIC" && refund?.status !== "closed" && amount > 0,
    write: (lines, context) => writeBill(textOf(lines, context), context.spoil),
  };
}

/** A movement: positive fen come in, negative ones go out. */
type Movement = { readonly business: string; readonly amount: number };

function movementsOf({ refund, amount, fee }: BillLine): readonly Movement[] {
  const all =
    refund === null
      ? [
          { business: "交易", amount },
          { business: "扣除交易手续费", amount: -fee },
        ]
      : [
          { business: "退款", amount: -amount },
          { business: "退还交易手续费", amount: fee },
        ];
  return all.filter((movement) => movement.amount !== 0);
}

type Totals = { count: number; incomes: number; income: number; expenses: number; expense: number };

function textOf(lines: Iterable<BillLine>, { day, spoil }: BillContext): BillText {
  const total: Totals = { count: 0, incomes: 0, income: 0, expenses: 0, expense: 0 };
  function* rows(): Generator<string> {
    for (const line of lines) {
      for (const movement of movementsOf(line)) {
        add(total, movement.amount);
        const balance = openingBalance + total.income - total.expense;
        const number = `${line.order.account}${compactDay(day)}${String(total.count).padStart(10, "0")}`;
        yield rowOf(line, movement, { number, balance });
      }
    }
  }
  return {
    head: [columns],
    rows: rows(),
    foot() {
      const income = toYuan(total.income + (spoil === "wrong_sum" ? 1 : 0));
      const { count, incomes, expenses, expense } = total;
      return [sums, `\`${[count, incomes, income, expenses, toYuan(expense)].join(",`")}`];
    },
  };
}

function add(total: Totals, amount: number): void {
  total.count += 1;
  if (amount > 0) {
    total.incomes += 1;
    total.income += amount;
  } else {
    total.expenses += 1;
    total.expense -= amount;
  }
}

function rowOf(
  { order, refund, at }: BillLine,
  { business, amount }: Movement,
  { number, balance }: { readonly number: string; readonly balance: number },
): string {
  const remark = (refund?.reason ?? "").replaceAll(",", String.raw`\ `).replaceAll(/[\r\n]/g, "");
  return `\`${[
    toGatewayTime(at),
    refund?.refundId ?? order.transactionId ?? "",
    number,
    business,
    business,
    amount > 0 ? "收入" : "支出",
    toYuan(Math.abs(amount)),
    toYuan(balance),
    "system",
    remark,
    refund === null ? order.outTradeNo : billedRefundNo(refund, order),
  ].join(",`")}`;
}
