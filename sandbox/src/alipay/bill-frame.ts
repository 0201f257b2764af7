import type { BillDay } from "../bills/bill-day.ts";
import { toGatewayTime } from "../core/china-time.ts";

/** What the lines of a day come to, in fen; of refunds what went back, as positive numbers. */
export type BillSums = { payments: number; paid: number; refunds: number; back: number; fee: number };

/** The first three lines of every file. */
export function titleOf(name: string, account: string, day: BillDay): readonly string[] {
  const [from, until] = [longTime(day.from), longTime(day.until)];
  return [`#支付宝${name}`, `#账号：[${account}]`, `#起始日期：[${from}]   终止日期：[${until}]`];
}

/** The last line of every file. */
export function exportedAt(ms: number): string {
  return `#导出时间：[${longTime(ms)}]`;
}

/** `2019年09月16日 00:00:00`. */
function longTime(ms: number): string {
  const [date = "", time = ""] = toGatewayTime(ms).split(" ");
  const [year, month, day] = date.split("-");
  return `${year}年${month}月${day}日 ${time}`;
}
