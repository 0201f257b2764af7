import type { BillText } from "../bills/bill-text.ts";
import type { BillContext } from "../bills/bills.ts";
import { toYuan } from "../core/yuan.ts";
import type { BillSums } from "./bill-frame.ts";
import { exportedAt, titleOf } from "./bill-frame.ts";

const columns =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

/** The second file of a bill: sums by store (there is one without a number) and of all. */
export function summaryOf(account: string, sums: BillSums, { day, madeAt }: BillContext): BillText {
  const { payments, paid, refunds, back, fee } = sums;
  const net = paid - back;
  const amounts = `${toYuan(net)},${toYuan(net)},0.00,0.00,0.00,${toYuan(fee)},0.00,${toYuan(net + fee)}`;
  const counts = `${payments},${refunds}`;
  return {
    head: [
      ...titleOf("业务汇总查询", account, day),
      "#-----------------------------------------业务汇总列表----------------------------------------",
      columns,
    ],
    rows: [`\t,\t,${counts},${amounts}`, `合计\t,\t,${counts},${amounts}`],
    foot: () => [
      "#----------------------------------------业务汇总列表结束-------------------------------------",
      exportedAt(madeAt),
    ],
  };
}
