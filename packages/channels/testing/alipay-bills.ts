import { gbkOf } from "./gbk.ts";
import { zipOf, type ZipMember } from "./zip.ts";

export const sellerId = "2088021109625633";

/** The columns of 业务明细, in Alipay's order, with a payment of 1.00 yuan. */
const payment: Readonly<Record<string, string>> = {
  支付宝交易号: "2026112222001499160501589436\t",
  商户订单号: "att_1\t",
  业务类型: "交易\t",
  商品名称: "龙井茶",
  创建时间: "2026-11-22 17:59:00",
  完成时间: "2026-11-22 18:00:00",
  门店编号: "\t",
  门店名称: "\t",
  操作员: "\t",
  终端号: "\t",
  对方账户: "*津水(602***@qq.com)\t",
  "订单金额（元）": "1.00",
  "商家实收（元）": "0.90",
  "支付宝红包（元）": "0.00",
  "集分宝（元）": "0.00",
  "支付宝优惠（元）": "0.03",
  "商家优惠（元）": "0.10",
  "券核销金额（元）": "0.00",
  券名称: "",
  "商家红包消费金额（元）": "0.00\t",
  "卡消费金额（元）": "0.02",
  "退款批次号/请求号": "\t",
  "服务费（元）": "-0.01",
  "分润（元）": "0.00",
  备注: "",
};

const refund: Readonly<Record<string, string>> = {
  ...payment,
  业务类型: "退款\t",
  完成时间: "2026-11-22 19:00:00",
  "订单金额（元）": "-0.40",
  "商家实收（元）": "-0.36",
  "支付宝优惠（元）": "0.00",
  "商家优惠（元）": "-0.04",
  "卡消费金额（元）": "0.00",
  "退款批次号/请求号": "rfd_1",
  "服务费（元）": "0.00",
};

export const detailColumns: readonly string[] = Object.keys(payment);

export function paymentRow(changes: Readonly<Record<string, string>> = {}): string {
  return Object.values({ ...payment, ...changes }).join(",");
}

export function refundRow(changes: Readonly<Record<string, string>> = {}): string {
  return Object.values({ ...refund, ...changes }).join(",");
}

export interface AlipayTable {
  readonly account: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly footer: readonly string[];
  /** The row 合计. */
  readonly sums: Readonly<Record<string, string>>;
  readonly shops: readonly string[];
}

/** One payment and one refund. */
export const alipayTable: AlipayTable = {
  account: `${sellerId}0156`,
  columns: detailColumns,
  rows: [paymentRow(), refundRow()],
  footer: [
    "#交易合计：1笔，商家实收共0.90元，商家优惠共0.10元",
    "#退款合计：1笔，商家实收退款共-0.36元，商家优惠退款共-0.04元",
    "#导出时间：[2026年11月23日 05:46:49]",
  ],
  sums: {
    门店编号: "合计",
    门店名称: "",
    交易订单总笔数: "1",
    退款订单总笔数: "1",
    "订单金额（元）": "0.60",
    "商家实收（元）": "0.54",
    "支付宝优惠（元）": "0.03",
    "商家优惠（元）": "0.06",
    "卡消费金额（元）": "0.02",
    "服务费（元）": "-0.01",
    "分润（元）": "0.00",
    "实收净额（元）": "0.53",
  },
  shops: [],
};

const rule = "-".repeat(41);

export function detailText({ account, columns, rows, footer }: AlipayTable, lineEnd = "\r\n"): string {
  return [
    "#支付宝业务明细查询",
    `#账号：[${account}]`,
    "#起始日期：[2026年11月22日 00:00:00]   终止日期：[2026年11月23日 00:00:00]",
    `#${rule}业务明细列表${rule}`,
    columns.join(","),
    ...rows,
    `#${rule}业务明细列表结束${rule}`,
    ...footer,
    "",
  ].join(lineEnd);
}

export function summaryText({ account, sums, shops }: AlipayTable, lineEnd = "\r\n"): string {
  return [
    "#支付宝业务汇总查询",
    `#账号：[${account}]`,
    "#起始日期：[2026年11月22日 00:00:00]   终止日期：[2026年11月23日 00:00:00]",
    `#${rule}业务汇总列表${rule}`,
    Object.keys(sums).join(","),
    ...shops,
    Object.values(sums).join(","),
    `#${rule}业务汇总列表结束${rule}`,
    "#导出时间：[2026年11月23日 05:46:49]",
    "",
  ].join(lineEnd);
}

export const detailName = gbkOf(`${sellerId}0156_20261122_业务明细.csv`);
export const summaryName = gbkOf(`${sellerId}0156_20261122_业务明细(汇总).csv`);

/** The two members as Alipay packs them. */
export function membersOf(table: AlipayTable, lineEnd?: string): readonly [ZipMember, ZipMember] {
  return [
    { name: detailName, data: gbkOf(detailText(table, lineEnd)) },
    { name: summaryName, data: gbkOf(summaryText(table, lineEnd)) },
  ];
}

export function archiveOf(table: AlipayTable, lineEnd?: string): Buffer {
  return zipOf(membersOf(table, lineEnd));
}
