import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

export interface BillFileOptions {
  readonly mchid: string;
  /** Of China, `2026-11-22`. */
  readonly day: string;
  /** Payments of 1.00 yuan, one after the other, each with a fee of 0.01 yuan. */
  readonly payments: number;
  /** What the last row has in place of its own, by column. */
  readonly last?: Readonly<Record<string, string>>;
}

/** The `out_trade_no` of a payment in the file, from 0. */
export function outNoOf(index: number): string {
  return `att_${String(index).padStart(9, "0")}`;
}

/** Writes WeChat Pay's trade bill of type ALL (APIv3, 申请交易账单): BOM, CRLF, fields behind backticks. */
export async function writeWechatBill(path: string, options: BillFileOptions): Promise<void> {
  await pipeline(linesOf(options), createWriteStream(path));
}

/** A thousand rows a piece, so that a large bill takes no memory. */
function* linesOf({ mchid, day, payments, last }: BillFileOptions): Generator<string> {
  const first = { ...row, 商户号: mchid };
  yield `\uFEFF${Object.keys(first).join(",")}\r\n`;
  let piece = "";
  for (let index = 0; index < payments; index += 1) {
    const own = { ...first, 交易时间: `${day} ${timeOf(index)}`, 商户订单号: outNoOf(index) };
    piece += textOf({ ...own, 微信订单号: `42000${index}`, ...(index === payments - 1 ? last : {}) });
    if (index % 1_000 === 999) {
      yield piece;
      piece = "";
    }
  }
  const sum = `${payments}.00`;
  const sums = {
    总交易单数: `${payments}`,
    应结订单总金额: sum,
    退款总金额: "0.00",
    充值券退款总金额: "0.00",
  };
  const told = {
    ...sums,
    手续费总金额: (payments / 100).toFixed(5),
    订单总金额: sum,
    申请退款总金额: "0.00",
  };
  yield `${piece}${Object.keys(told).join(",")}\r\n${textOf(told)}`;
}

function textOf(fields: Readonly<Record<string, string>>): string {
  return `\`${Object.values(fields).join(",`")}\r\n`;
}

/** Seconds of the day, over and over. */
function timeOf(index: number): string {
  return new Date((index % 86_400) * 1_000).toISOString().slice(11, 19);
}

/** The columns in WeChat Pay's order. */
const row: Readonly<Record<string, string>> = {
  交易时间: "",
  公众账号ID: "wx0000000000000001",
  商户号: "",
  特约商户号: "0",
  设备号: "",
  微信订单号: "",
  商户订单号: "",
  用户标识: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
  交易类型: "NATIVE",
  交易状态: "SUCCESS",
  付款银行: "OTHERS",
  货币种类: "CNY",
  应结订单金额: "1.00",
  代金券金额: "0.00",
  微信退款单号: "0",
  商户退款单号: "0",
  退款金额: "0.00",
  充值券退款金额: "0.00",
  退款类型: "",
  退款状态: "",
  商品名称: "Tea",
  商户数据包: "",
  手续费: "0.01000",
  费率: "0.60%",
  订单金额: "1.00",
  申请退款金额: "0.00",
  费率备注: "",
};
