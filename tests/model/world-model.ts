import type { Money } from "@compose-pay/domain";

import { bookAttempt, openBooks } from "./books-model.ts";
import {
  closeThere,
  createThere,
  type OrderKind,
  type OrderTruth,
  refundThere,
  type RefundTruth,
  wordOf,
  wordOfRefund,
} from "./channel-model.ts";
import type { Hub } from "./hub-model.ts";
import { type Call, type OrderWord, ourAccount } from "./wire-model.ts";

export const price: Money = { amount: 10, currency: "CNY" };

/** One payment, its channel, and the wire between them. */
export interface World {
  readonly hub: Hub;
  readonly orders: OrderTruth[];
  readonly refunds: RefundTruth[];
}

export function newWorld(kind: OrderKind): World {
  const hub: Hub = { books: openBooks(price), wire: { calls: [], messages: [] }, era: "open" };
  const world = { hub, orders: [], refunds: [] };
  bookAttempt(hub.books, addOrder(world, kind));
  return world;
}

/** An order that may come to be under the next number. */
export function addOrder({ orders }: Pick<World, "orders">, kind: OrderKind): string {
  const number = `att_${orders.length + 1}`;
  orders.push({
    number,
    kind,
    money: price,
    state: "absent",
    paid: null,
    moneyReturned: false,
    declined: false,
    hasEnded: false,
  });
  return number;
}

/** The channel does what a call says, and its answer is on its way. */
export function arriveThere(world: World, call: Call, willing: boolean): void {
  const { messages } = world.hub.wire;
  if (call.operation === "refund" || call.operation === "refund_query") {
    const refund = refundTruth(world, call.number);
    const word = call.operation === "refund" ? refundThere(refund, world.refunds) : wordOfRefund(refund);
    messages.push({ type: "refund_answer", call, word });
    return;
  }
  const order = orderTruth(world, call.number);
  messages.push({
    type: "answer",
    call,
    word: answerOf(world, { operation: call.operation, order, willing }),
  });
}

function answerOf(
  world: World,
  asked: {
    readonly operation: "create" | "query" | "close";
    readonly order: OrderTruth;
    readonly willing: boolean;
  },
): OrderWord {
  switch (asked.operation) {
    case "create":
      return createThere(asked.order, world.hub.era, asked.willing);
    case "query":
      return wordOf(asked.order);
    case "close":
      return closeThere(asked.order);
  }
}

export function notifyOf(world: World, number: string, word: OrderWord | null): void {
  if (word !== null)
    world.hub.wire.messages.push({ type: "notification", account: ourAccount, number, word });
}

/** A refund ends at the channel, or its money cannot reach the customer. */
export function settleThere(
  world: World,
  refund: RefundTruth,
  end: "succeeded" | "failed" | "abnormal",
): void {
  const canEnd = refund.state === "processing" || (refund.state === "abnormal" && end !== "abnormal");
  if (!canEnd) return;
  refund.state = end;
  world.hub.wire.messages.push({
    type: "refund_notification",
    account: ourAccount,
    number: refund.number,
    word: wordOfRefund(refund),
  });
}

function orderTruth({ orders }: World, number: string): OrderTruth {
  const order = orders.find((one) => one.number === number);
  if (order === undefined) throw new Error(`no order can have the number ${number}`);
  return order;
}

/** The channel's side of a refund of the books; it knows nothing of it until a call arrives. */
export function refundTruth(world: World, number: string): RefundTruth {
  const known = world.refunds.find((one) => one.number === number);
  if (known !== undefined) return known;
  const booked = world.hub.books.refunds.find((one) => one.number === number);
  if (booked === undefined) throw new Error(`nobody asked for ${number}`);
  const truth: RefundTruth = {
    number,
    order: orderTruth(world, booked.attempt.number),
    money: booked.money,
    state: "absent",
    declined: false,
    contradicted: false,
  };
  world.refunds.push(truth);
  return truth;
}
