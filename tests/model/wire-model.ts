import type { Money } from "@compose-pay/domain";

/** What a channel says of an order, verified; nothing is said by what is lost or unreadable. */
export type OrderWord =
  | { readonly type: "waiting" }
  | { readonly type: "absent" }
  | { readonly type: "paid"; readonly money: Money }
  | { readonly type: "closed"; readonly moneyReturned: boolean }
  | { readonly type: "declined" };

export type RefundWord =
  | { readonly type: "absent" }
  | { readonly type: "processing" }
  | { readonly type: "succeeded"; readonly money: Money }
  | { readonly type: "failed" }
  | { readonly type: "abnormal" };

/** A call on its way to the channel, or its answer's question. `over` is whether it was asked in that era. */
export interface Call {
  readonly operation: "create" | "query" | "close" | "refund" | "refund_query";
  /** The order's or the refund's number. */
  readonly number: string;
  readonly over: boolean;
}

/** What is on its way to the hub. */
export type Message =
  | { readonly type: "answer"; readonly call: Call; readonly word: OrderWord }
  | { readonly type: "refund_answer"; readonly call: Call; readonly word: RefundWord }
  | {
      readonly type: "notification";
      readonly account: string;
      readonly number: string;
      readonly word: OrderWord;
    }
  | {
      readonly type: "refund_notification";
      readonly account: string;
      readonly number: string;
      readonly word: RefundWord;
    };

export const ourAccount = "acc_ours";

/** Everything that is on its way; nothing arrives in order, and what arrived may arrive again. */
export interface Wire {
  readonly calls: Call[];
  readonly messages: Message[];
}

/** Takes one of a bag; `again` leaves it there. */
export function takeFrom<Item>(bag: Item[], choice: number, again: boolean): Item | undefined {
  const index = choice % bag.length;
  const item = bag[index];
  if (item === undefined || again) return item;
  const last = bag.pop();
  if (last !== undefined && index < bag.length) bag[index] = last;
  return item;
}
