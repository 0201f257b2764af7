import type { Order, Refund } from "../core/order.ts";
import { detailsOf } from "./order-details.ts";
import { isReverse } from "./reverse-order.ts";
import { payerOf } from "./transaction.ts";

/** Who sells and who pays, as a bill names them. */
export type BillParties = {
  readonly appid: string;
  readonly subMchid: string | undefined;
  readonly deviceId: string | undefined;
  readonly attach: string | undefined;
  readonly openid: string;
};

let latest: (Pick<Order, "id" | "details"> & { readonly parties: BillParties }) | undefined;

/** Asked twice for each line of a bill, so the latest answer is kept; it follows from the id and the details. */
export function partiesAndPayerOf(order: Order): BillParties {
  if (latest?.id === order.id && latest.details === order.details) return latest.parties;
  const details = detailsOf(order);
  const payer = payerOf(order, details);
  const openid = payer["openid"] ?? payer["sp_openid"] ?? payer["sub_openid"] ?? "";
  const { appid, subMchid, deviceId, attach } = details;
  const parties = { appid, subMchid, deviceId, attach, openid };
  latest = { id: order.id, details: order.details, parties };
  return parties;
}

/** The merchant's number of a refund; of a reverse the order's, since the merchant chose no other. */
export function billedRefundNo(refund: Refund, order: Order): string {
  return isReverse(refund, order) ? order.outTradeNo : refund.outRefundNo;
}
