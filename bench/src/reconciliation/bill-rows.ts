import type { PlantedNumber } from "./planted-day.ts";

/** WeChat Pay APIv3, the header of 交易账单 of `bill_type` ALL. */
export const tradeHeader =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类," +
  "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包," +
  "手续费,费率,订单金额,申请退款金额,费率备注";

/** What the bill says of a number: as many lines as it has there. Sums in fen. */
export interface BillSums {
  rows: number;
  paid: number;
  refunded: number;
  fees: number;
}

export function createSums(): BillSums {
  return { rows: 0, paid: 0, refunded: 0, fees: 0 };
}

const lineEnd = "\r\n";

/** The lines of a number with their ends, none where the bill does not have it; they are added to the sums. */
export function rowsOf(number: PlantedNumber, mchid: string, sums: BillSums): string {
  const { planted } = number;
  if (planted === "missing_there" || planted === "suspended") return "";
  const amount = number.amount + (planted === "amount_differs" ? 1 : 0);
  const fee = number.fee + (planted === "fee_differs" ? 1 : 0);
  const times = planted === "duplicate" ? 2 : 1;
  sums.rows += times;
  sums.fees += fee * times;
  if (number.kind === "refund") sums.refunded += amount * times;
  else sums.paid += amount * times;
  return (row(number, mchid, { amount, fee }) + lineEnd).repeat(times);
}

function row(
  { kind, outNo, outTradeNo, channelNo, occurredAt }: PlantedNumber,
  mchid: string,
  { amount, fee }: { readonly amount: number; readonly fee: number },
): string {
  const isRefund = kind === "refund";
  const yuan = yuanOf(amount);
  const paid = isRefund ? "0.00" : yuan;
  const back = isRefund ? yuan : "0.00";
  const order = `\`${chinaTime(occurredAt)},\`wxd678efh567hg6787,\`${mchid},\`0,\`,\`${isRefund ? "42" + outTradeNo : channelNo},\`${outTradeNo}`;
  const trade = `\`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,\`NATIVE,\`${isRefund ? "REFUND" : "SUCCESS"},\`OTHERS,\`CNY,\`${paid},\`0.00`;
  const refund = isRefund
    ? `\`${channelNo},\`${outNo},\`${back},\`0.00,\`ORIGINAL,\`SUCCESS`
    : "`0,`0,`0.00,`0.00,`,`";
  return `${order},${trade},${refund},\`龙井茶,\`,\`${yuanOf(fee)}000,\`0.60%,\`${paid},\`${back},\``;
}

/** The last two lines, with their ends. */
export function tradeSummary({ rows, paid, refunded, fees }: BillSums): string {
  const names =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
  const values = [
    rows,
    yuanOf(paid),
    yuanOf(refunded),
    "0.00",
    `${yuanOf(fees)}000`,
    yuanOf(paid),
    yuanOf(refunded),
  ];
  return names + lineEnd + `\`${values.join(",`")}${lineEnd}`;
}

/** A whole 资金账单 in which all that was sold came in at once, and all that was refunded went out. */
export function fundFlowBill({ paid, refunded }: BillSums, atMs: number): string {
  const at = chinaTime(atMs);
  const lines = [
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号",
    `\`${at},\`t_1,\`f_1,\`交易,\`交易,\`收入,\`${yuanOf(paid)},\`${yuanOf(paid)},\`system,\`,\`b_1`,
    `\`${at},\`t_2,\`f_2,\`退款,\`退款,\`支出,\`${yuanOf(refunded)},\`${yuanOf(paid - refunded)},\`system,\`,\`b_2`,
    "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额",
    `\`2,\`1,\`${yuanOf(paid)},\`1,\`${yuanOf(refunded)}`,
  ];
  return lines.map((line) => line + lineEnd).join("");
}

function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function chinaTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
