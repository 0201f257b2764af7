import { createHash } from "node:crypto";
import type { Order } from "../core/order.ts";
import { parseAlipayDetails } from "./order-details.ts";

/** The customer: a user id, or an open id for a merchant that knows customers by it. */
export type Buyer = { readonly logonId: string } & (
  | { readonly userId: string }
  | { readonly openId: string }
);

/** Who pays: the one whom the merchant named, else always the same one for the same order. */
export function buyerOf(order: Order): Buyer {
  const { buyer } = parseAlipayDetails(order);
  const number = createHash("sha256").update(`buyer/${order.id}`).digest().readUInt32BE(0);
  const digits = String(number).padStart(10, "0");
  const logonId = `159****${digits.slice(-4)}`;
  if (buyer?.id !== undefined) return { logonId, userId: buyer.id };
  if (buyer?.openId !== undefined) return { logonId, openId: buyer.openId };
  return { logonId, userId: `208810${digits}` };
}

/** As an answer of the gateway names the customer. */
export function buyerFields(order: Order): Readonly<Record<string, string>> {
  const buyer = buyerOf(order);
  return "userId" in buyer
    ? { buyer_logon_id: buyer.logonId, buyer_user_id: buyer.userId }
    : { buyer_logon_id: buyer.logonId, buyer_open_id: buyer.openId };
}
