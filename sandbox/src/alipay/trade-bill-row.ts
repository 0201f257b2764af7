import type { BillLine } from "../bills/bill-line.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import { buyerOf } from "./buyer.ts";
import { parseAlipayDetails } from "./order-details.ts";

/**
 * One line. Alipay puts a tab behind most texts, so that a spreadsheet does not take them for numbers. A
 * refund is negative, and its `out_request_no` stands in 退款批次号; the fee is negative on a payment and
 * comes back with a refund.
 */
export function rowOf({ order, refund, at, amount, fee, status }: BillLine): string {
  const { buyer, remark } = textsOf(order);
  const signed = toYuan(refund === null ? amount : -amount);
  const kind = status ?? (refund === null ? "交易" : "退款");
  const requestNo = refund?.outRefundNo ?? "";
  const service = toYuan(refund === null ? 0 - fee : fee);
  const created = toGatewayTime(order.scannedAt ?? order.createdAt);
  const names = `${order.transactionId ?? ""}\t,${order.outTradeNo}\t,${kind}\t,${cleaned(order.subject)}`;
  const sums = `${signed},${signed},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00`;
  return `${names},${created},${toGatewayTime(at)},\t,\t,\t,\t,${buyer}\t,${sums},${requestNo}\t,${service},0.00,${remark}`;
}

let latest:
  | (Pick<Order, "id" | "details"> & { readonly texts: { buyer: string; remark: string } })
  | undefined;

/** A payment's lines often follow each other, and both texts follow from the order's id and details. */
function textsOf(order: Order): { readonly buyer: string; readonly remark: string } {
  if (latest?.id === order.id && latest.details === order.details) return latest.texts;
  const buyer = `*先生(${buyerOf(order).logonId})`;
  const texts = { buyer, remark: cleaned(parseAlipayDetails(order).echoed["body"] ?? "") };
  latest = { id: order.id, details: order.details, texts };
  return texts;
}

/** Nothing is published of how Alipay keeps a merchant's comma apart from its own: here it becomes a wide one. */
function cleaned(text: string): string {
  if (!/[,\t\r\n]/.test(text)) return text;
  return text.replaceAll(",", "，").replaceAll(/[\t\r\n]/g, " ");
}
