import type { BillContext, BillForm } from "../bills/bills.ts";
import type { BillLine } from "../bills/bill-line.ts";
import type { BillText } from "../bills/bill-text.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Refund, RefundStatus } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import { writeBill } from "./bill-text.ts";
import { isReverse } from "./reverse-order.ts";
import { billedRefundNo, partiesAndPayerOf } from "./bill-parties.ts";

export const tradeBillTypes = ["ALL", "SUCCESS", "REFUND"] as const;

/** What is in it: everything, payments alone, what went back alone. */
export type TradeBillType = (typeof tradeBillTypes)[number];

/** The trade bill (WeChat Pay APIv3, 申请交易账单): every line of the day, and their sums. */
export function tradeBill(type: TradeBillType): BillForm {
  return {
    name: `trade/${type}`,
    isGzipped: true,
    includes: ({ refund }) => type === "ALL" || (refund === null) === (type === "SUCCESS"),
    write: (lines, context) => writeBill(textOf(type, lines, context), context.spoil),
  };
}

const common =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额";
const refund = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态";
const goods = "商品名称,商户数据包,手续费,费率,订单金额";

const columns = {
  ALL: `${common},${refund},${goods},申请退款金额,费率备注`,
  SUCCESS: `${common},${goods},费率备注`,
  REFUND: `${common},退款申请时间,退款成功时间,${refund},${goods},申请退款金额,费率备注`,
} as const satisfies Readonly<Record<TradeBillType, string>>;

const sums = {
  SUCCESS: "总交易单数,应结订单总金额,手续费总金额,订单总金额",
  ALL: "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
} as const;

function textOf(type: TradeBillType, lines: Iterable<BillLine>, context: BillContext): BillText {
  const total = { lines: 0, paid: 0, back: 0, fee: 0 };
  function* rows(): Generator<string> {
    for (const line of lines) {
      total.lines += 1;
      total.paid += line.refund === null ? line.amount : 0;
      total.back += line.refund === null ? 0 : line.amount;
      total.fee += signedFee(line);
      yield rowOf(cellsOf(type, line, context));
    }
  }
  return {
    head: [columns[type]],
    rows: rows(),
    foot() {
      const paid = toYuan(total.paid + (context.spoil === "wrong_sum" ? 1 : 0));
      const [count, back, fee] = [String(total.lines), toYuan(total.back), feeText(total.fee)];
      return type === "SUCCESS"
        ? [sums.SUCCESS, rowOf([count, paid, fee, paid])]
        : [sums.ALL, rowOf([count, paid, back, "0.00", fee, paid, back])];
    },
  };
}

/** The cells of a line, in the order of the columns. */
function cellsOf(type: TradeBillType, line: BillLine, context: BillContext): readonly string[] {
  const { refund: back } = line;
  const amount = toYuan(line.amount);
  const paid = back === null ? amount : "0.00";
  const goodsCells = [...goodsOf(line, context.feeRateBps), paid];
  const first = [...firstCells(line), paid, "0.00"];
  if (type === "SUCCESS") return [...first, ...goodsCells, ""];
  const times = type === "REFUND" && back !== null ? [toGatewayTime(back.createdAt), successTime(back)] : [];
  const numbers = back === null ? ["0", "0", "0.00", "0.00", "", ""] : refundCells(line, back);
  return [...first, ...times, ...numbers, ...goodsCells, back === null ? "0.00" : amount, ""];
}

function firstCells({ order, refund: back, at, status }: BillLine): readonly string[] {
  const { appid, subMchid, deviceId, openid } = partiesAndPayerOf(order);
  return [
    toGatewayTime(at),
    appid,
    order.account,
    subMchid ?? "0",
    deviceId ?? "",
    order.transactionId ?? "",
    order.outTradeNo,
    openid,
    order.product,
    back === null ? (status ?? "SUCCESS") : isReverse(back, order) ? "REVOKED" : "REFUND",
    "OTHERS",
    "CNY",
  ];
}

/**
 * What a reverse (撤销) gave back is a line of its own on its day, as a refund is, under the order's number.
 * A reverse of an order that was never paid moved nothing and is not here.
 */
function refundCells({ order, amount, status }: BillLine, back: Refund): readonly string[] {
  return [
    back.refundId,
    billedRefundNo(back, order),
    toYuan(amount),
    "0.00",
    "ORIGINAL",
    status ?? states[back.status],
  ];
}

/** The bill's words are not those of the refund query. */
const states = {
  processing: "PROCESSING",
  success: "SUCCESS",
  closed: "FAIL",
  abnormal: "CHANGE",
} as const satisfies Readonly<Record<RefundStatus, string>>;

function successTime({ status, endedAt }: Refund): string {
  return status === "success" && endedAt !== null ? toGatewayTime(endedAt) : "";
}

function goodsOf(line: BillLine, rateBps: number): readonly string[] {
  const { attach } = partiesAndPayerOf(line.order);
  return [
    escaped(line.order.subject),
    escaped(attach ?? ""),
    feeText(signedFee(line)),
    `${(rateBps / 100).toFixed(2)}%`,
  ];
}

function signedFee({ refund: back, fee }: BillLine): number {
  return back === null || fee === 0 ? fee : -fee;
}

function feeText(fen: number): string {
  return `${toYuan(fen)}000`;
}

/** Text of a merchant must not end its cell or its line. */
function escaped(text: string): string {
  if (!/[,\r\n]/.test(text)) return text;
  return text
    .replaceAll(",", String.raw`\ `)
    .replaceAll("\r", "")
    .replaceAll("\n", String.raw`\n`);
}

function rowOf(cells: readonly string[]): string {
  return `\`${cells.join(",`")}`;
}
