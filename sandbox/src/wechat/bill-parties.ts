import type { Order } from "../core/order.ts";
import { detailsOf } from "./order-details.ts";
import { payerOf } from "./transaction.ts";

/** Who sells and who pays, as a bill names them. */
export type BillParties = {
  readonly appid: string;
  readonly subMchid: string | undefined;
  readonly deviceId: string | undefined;
  readonly attach: string | undefined;
  readonly openid: string;
};

let latest: { readonly order: Order; readonly parties: BillParties } | undefined;

/** Asked twice for each line of a bill, so the latest answer is kept. */
export function partiesAndPayerOf(order: Order): BillParties {
  if (latest?.order === order) return latest.parties;
  const details = detailsOf(order);
  const payer = payerOf(order, details);
  const openid = payer["openid"] ?? payer["sp_openid"] ?? payer["sub_openid"] ?? "";
  const { appid, subMchid, deviceId, attach } = details;
  latest = { order, parties: { appid, subMchid, deviceId, attach, openid } };
  return latest.parties;
}
