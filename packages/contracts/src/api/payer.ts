import type { Method } from "@compose-pay/domain";
import { z } from "zod";

/**
 * Who pays, for the methods that must know it beforehand: exactly one member is there.
 * `openid`: WeChat's id of the customer for the merchant's app. `buyer_id`, `buyer_open_id`: Alipay's.
 * `auth_code`: the digits of the payment code that the till has scanned, valid for about a minute.
 */
export interface Payer {
  readonly openid?: string;
  readonly buyer_id?: string;
  readonly buyer_open_id?: string;
  readonly auth_code?: string;
}

export type PayerMember = keyof Payer;
export const payerMembers = [
  "openid",
  "buyer_id",
  "buyer_open_id",
  "auth_code",
] as const satisfies PayerMember[];

const identifier = z.string().regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII characters");

export const payer = z
  .strictObject({
    openid: identifier.exactOptional().meta({ description: "The customer's openid at WeChat." }),
    buyer_id: identifier.exactOptional().meta({ description: "The customer's user id at Alipay (2088…)." }),
    buyer_open_id: identifier.exactOptional().meta({ description: "The customer's open id at Alipay." }),
    auth_code: identifier.exactOptional().meta({ description: "The scanned payment code." }),
  })
  .meta({ id: "Payer", description: "Who pays: exactly one member, the one that the method asks for." });

/** The members of which a payment by this method needs exactly one; none means that it takes no payer. */
export function payerMembersOf(method: Method): readonly PayerMember[] {
  switch (method) {
    case "wechat_jsapi":
    case "wechat_mini":
      return ["openid"];
    case "alipay_jsapi":
      return ["buyer_id", "buyer_open_id"];
    case "wechat_codepay":
    case "alipay_barcode":
      return ["auth_code"];
    case "wechat_native":
    case "wechat_h5":
    case "wechat_app":
    case "alipay_page":
    case "alipay_wap":
    case "alipay_app":
    case "alipay_qr":
    case "checkout":
    case "mock":
      return [];
  }
}
