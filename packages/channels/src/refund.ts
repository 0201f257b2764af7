import type { Failure, Money } from "@compose-pay/domain";

import type { OrderReference } from "./channel.ts";

export interface RefundReference {
  /** The refund's id. */
  readonly outRefundNo: string;
  /** The order whose money goes back. */
  readonly order: OrderReference;
  readonly channelTradeNo: string | null;
  readonly money: Money;
  readonly createdAt: Date;
}

export interface RefundToMake extends RefundReference {
  readonly reason: string | null;
  /** Where the channel posts its notifications: absolute, without a query. */
  readonly notifyUrl: string;
}

/** `absent`: the channel does not know the number, or not yet; never a failure by itself. */
export type RefundProgress =
  | { readonly state: "processing"; readonly channelRefundNo: string | null }
  | {
      readonly state: "succeeded";
      readonly money: Money;
      readonly channelRefundNo: string;
      readonly succeededAt: Date;
    }
  | { readonly state: "failed"; readonly failure: Failure }
  | { readonly state: "abnormal"; readonly channelRefundNo: string | null; readonly failure: Failure }
  | { readonly state: "absent" };

/** An operator's order for a refund whose money could not reach the customer. */
export interface AbnormalRefundOrder {
  readonly refund: RefundReference;
  readonly channelRefundNo: string;
  readonly payout: AbnormalRefundPayout;
}

/** Where the money goes: back to the merchant's own account at the channel's bank, or to a card of the customer. */
export type AbnormalRefundPayout =
  | { readonly to: "merchant" }
  | {
      readonly to: "customer_card";
      /** The bank in the channel's word, such as `ICBC_DEBIT`. */
      readonly bankType: string;
      /** Both are sent encrypted only, and never logged or stored. */
      readonly bankAccount: string;
      readonly realName: string;
    };
