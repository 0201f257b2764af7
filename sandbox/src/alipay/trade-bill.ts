import { compactDay } from "../bills/bill-day.ts";
import type { BillLine } from "../bills/bill-line.ts";
import type { BillSpoil } from "../bills/bill-spoil.ts";
import type { BillText } from "../bills/bill-text.ts";
import { writeBillText } from "../bills/bill-text.ts";
import type { BillContext, BillForm } from "../bills/bills.ts";
import { encodeGbk } from "../bills/gbk.ts";
import type { ZipMember } from "../bills/zip.ts";
import { writeZip } from "../bills/zip.ts";
import { toYuan } from "../core/yuan.ts";
import type { AlipayAccount } from "./account.ts";
import type { BillSums } from "./bill-frame.ts";
import { exportedAt, titleOf } from "./bill-frame.ts";
import { summaryOf } from "./bill-summary.ts";
import { rowOf } from "./trade-bill-row.ts";
import { zipBomb } from "./zip-bomb.ts";

/** The bill of bill_type `trade` (Alipay OpenAPI, bill files): a ZIP with the lines and with their sums. */
export function tradeBill(account: AlipayAccount): BillForm {
  return {
    name: "trade",
    isGzipped: false,
    includes: () => true,
    write: (lines, context) => writeFiles(billAccount(account), lines, context),
  };
}

/** How bills call a merchant: the partner's number and the kind of its account. */
export function billAccount({ sellerId }: AlipayAccount): string {
  return `${sellerId}0156`;
}

const columns =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

function writeFiles(account: string, lines: Iterable<BillLine>, context: BillContext): AsyncIterable<Buffer> {
  const { day, madeAt, spoil } = context;
  const sums: BillSums = { payments: 0, paid: 0, refunds: 0, back: 0, fee: 0 };
  const file = (kind: string, chunks: ZipMember["chunks"]): ZipMember => {
    const folder = spoil === "zip_path" ? "../../" : "";
    return { name: encodeGbk(`${folder}${account}_${compactDay(day)}_${kind}.csv`), chunks };
  };
  const details = () => write(detailsOf(account, { lines, sums }, context), spoil);
  return writeZip(
    [
      file("业务明细", spoil === "zip_bomb" ? zipBomb : details),
      file("业务明细(汇总)", () => write(summaryOf(account, sums, context), null)),
    ],
    madeAt,
  );
}

function write(text: BillText, spoil: BillSpoil | null): Iterable<Buffer> {
  return writeBillText(text, { encode: encodeGbk, mark: "", cell: (cell) => `,${cell}`, spoil });
}

function detailsOf(
  account: string,
  { lines, sums }: { readonly lines: Iterable<BillLine>; readonly sums: BillSums },
  { day, madeAt, spoil }: BillContext,
): BillText {
  function* rows(): Generator<string> {
    for (const line of lines) {
      add(sums, line);
      yield rowOf(line);
    }
  }
  return {
    head: [
      ...titleOf("业务明细查询", account, day),
      "#-----------------------------------------业务明细列表----------------------------------------",
      columns,
    ],
    rows: rows(),
    foot() {
      const paid = toYuan(sums.paid + (spoil === "wrong_sum" ? 1 : 0));
      return [
        "#-----------------------------------------业务明细列表结束------------------------------------",
        `#交易合计：${sums.payments}笔，商家实收共${paid}元，商家优惠共0.00元`,
        `#退款合计：${sums.refunds}笔，商家实收退款共${toYuan(0 - sums.back)}元，商家优惠退款共0.00元`,
        exportedAt(madeAt),
      ];
    },
  };
}

function add(sums: BillSums, { refund, amount, fee }: BillLine): void {
  if (refund === null) {
    sums.payments += 1;
    sums.paid += amount;
    sums.fee -= fee;
  } else {
    sums.refunds += 1;
    sums.back += amount;
    sums.fee += fee;
  }
}
