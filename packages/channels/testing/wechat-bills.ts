/** The columns of a trade bill, in WeChat Pay's order, with a payment of 1.00 yuan. */
const payment: Readonly<Record<string, string>> = {
  交易时间: "2026-11-22 18:00:00",
  公众账号ID: "wxd678efh567hg6787",
  商户号: "1900007291",
  特约商户号: "0",
  设备号: "",
  微信订单号: "4200000263201902167700134902",
  商户订单号: "att_1",
  用户标识: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
  交易类型: "NATIVE",
  交易状态: "SUCCESS",
  付款银行: "OTHERS",
  货币种类: "CNY",
  应结订单金额: "0.90",
  代金券金额: "0.10",
  微信退款单号: "0",
  商户退款单号: "0",
  退款金额: "0.00",
  充值券退款金额: "0.00",
  退款类型: "",
  退款状态: "",
  商品名称: "龙井茶",
  商户数据包: "",
  手续费: "0.00600",
  费率: "0.60%",
  订单金额: "1.00",
  申请退款金额: "0.00",
  费率备注: "",
};

/** A refund of 0.40 yuan, of which 0.30 were paid with money. */
const refund: Readonly<Record<string, string>> = {
  ...payment,
  交易状态: "REFUND",
  应结订单金额: "0.00",
  代金券金额: "0.00",
  微信退款单号: "50300000000000000000000000001",
  商户退款单号: "rfd_1",
  退款金额: "0.30",
  充值券退款金额: "0.10",
  退款类型: "ORIGINAL",
  退款状态: "SUCCESS",
  手续费: "-0.00240",
  订单金额: "0.00",
  申请退款金额: "0.40",
};

export const tradeColumns: readonly string[] = Object.keys(payment);

export function paymentRow(changes: Readonly<Record<string, string>> = {}): string {
  return rowOf({ ...payment, ...changes });
}

export function refundRow(changes: Readonly<Record<string, string>> = {}): string {
  return rowOf({ ...refund, ...changes });
}

export function rowOf(fields: Readonly<Record<string, string>> | readonly string[]): string {
  return `\`${Object.values(fields).join(",`")}`;
}

/** What a trade bill says of one payment and one refund of these. */
export const tradeSums: Readonly<Record<string, string>> = {
  总交易单数: "2",
  应结订单总金额: "0.90",
  退款总金额: "0.30",
  充值券退款总金额: "0.10",
  手续费总金额: "0.00360",
  订单总金额: "1.00",
  申请退款总金额: "0.40",
};

export interface BillTable {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly sums: Readonly<Record<string, string>>;
}

export const tradeTable: BillTable = {
  columns: tradeColumns,
  rows: [paymentRow(), refundRow()],
  sums: tradeSums,
};

/** The text of a bill with the ends of lines and the mark that WeChat Pay gives it. */
export function billText({ columns, rows, sums }: BillTable, lineEnd = "\r\n", mark = "\uFEFF"): string {
  const lines = [columns.join(","), ...rows, Object.keys(sums).join(","), rowOf(sums)];
  return mark + lines.map((line) => line + lineEnd).join("");
}
