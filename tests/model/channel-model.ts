import { equalMoney, type Money } from "@compose-pay/domain";

import type { OrderWord, RefundWord } from "./wire-model.ts";

/**
 * How an order comes to be. `shown`: by the create. `scanned`: only when the customer scans its code; until then
 * the channel does not know its number. `till`: by the create, and it is cancelled, not closed: a cancel gives
 * the money of a paid one back.
 */
export type OrderKind = "shown" | "scanned" | "till";

/** Before the order's expiry; after it; and so long after it that no create can arrive any more. */
export type Era = "open" | "expired" | "over";

export interface OrderTruth {
  readonly number: string;
  readonly kind: OrderKind;
  readonly money: Money;
  state: "absent" | "offered" | "waiting" | "paid" | "closed";
  /** What the customer paid; it stays when the money is given back. */
  paid: Money | null;
  moneyReturned: boolean;
  declined: boolean;
  /** It was closed once, even if money came after that. */
  hasEnded: boolean;
}

export interface RefundTruth {
  readonly number: string;
  readonly order: OrderTruth;
  readonly money: Money;
  state: "absent" | "processing" | "succeeded" | "failed" | "abnormal";
  declined: boolean;
  /** It failed, and the money went back all the same. */
  contradicted: boolean;
}

/** What a channel does with a create; `willing` is whether it takes the order at all. */
export function createThere(order: OrderTruth, era: Era, willing: boolean): OrderWord {
  if (order.state === "offered") return { type: "waiting" };
  if (order.state !== "absent") return wordOf(order);
  if (order.declined || era !== "open" || !willing) {
    order.declined = true;
    return { type: "declined" };
  }
  order.state = order.kind === "scanned" ? "offered" : "waiting";
  return { type: "waiting" };
}

/** What a query answers. */
export function wordOf(order: OrderTruth): OrderWord {
  switch (order.state) {
    case "absent":
    case "offered":
      return order.declined && order.kind === "till" ? { type: "declined" } : { type: "absent" };
    case "waiting":
      return { type: "waiting" };
    case "paid":
      return { type: "paid", money: order.paid ?? order.money };
    case "closed":
      return { type: "closed", moneyReturned: order.moneyReturned };
  }
}

export function closeThere(order: OrderTruth): OrderWord {
  if (order.kind === "till" && order.state === "paid") {
    end(order);
    order.moneyReturned = true;
  }
  if (order.state === "waiting") end(order);
  return wordOf(order);
}

/** The channel's own end of an order's time. */
export function expireThere(orders: readonly OrderTruth[]): void {
  for (const order of orders) if (order.state === "waiting") end(order);
}

function end(order: OrderTruth): void {
  order.state = "closed";
  order.hasEnded = true;
}

/** The customer has the code and scans it, or pays; null where there is nothing to pay. */
export function payThere(order: OrderTruth, era: Era, money: Money): OrderWord | null {
  if (order.state === "offered" && era === "open") order.state = "waiting";
  if (order.state !== "waiting") return null;
  return takeMoney(order, money);
}

/** A channel that takes money for an order which it had called closed or refused. */
export function payAfterTheEnd(order: OrderTruth): OrderWord | null {
  const isOver = order.state === "closed" || (order.state === "absent" && order.declined);
  return isOver && order.paid === null ? takeMoney(order, order.money) : null;
}

function takeMoney(order: OrderTruth, money: Money): OrderWord {
  order.state = "paid";
  order.paid = money;
  return { type: "paid", money };
}

export function refundThere(refund: RefundTruth, all: readonly RefundTruth[]): RefundWord {
  if (refund.state !== "absent" || refund.declined) return wordOfRefund(refund);
  if (refund.money.amount > leftThere(refund.order, all)) {
    refund.declined = true;
    return { type: "failed" };
  }
  refund.state = "processing";
  return { type: "processing" };
}

export function wordOfRefund(refund: RefundTruth): RefundWord {
  if (refund.declined) return { type: "failed" };
  return refund.state === "succeeded" ? { type: "succeeded", money: refund.money } : { type: refund.state };
}

/** What of an order's money the channel still holds for refunds. */
export function leftThere(order: OrderTruth, all: readonly RefundTruth[]): number {
  if (order.state !== "paid" || order.paid === null) return 0;
  const given = all
    .filter((one) => one.order === order && one.state !== "absent" && one.state !== "failed")
    .reduce((sum, one) => sum + one.money.amount, 0);
  return order.paid.amount - given;
}

/** Whether the customer's money for this order is the right sum in the right currency. */
export function isPaidRight(order: OrderTruth): boolean {
  return order.paid !== null && equalMoney(order.paid, order.money);
}
