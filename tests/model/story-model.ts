import fc from "fast-check";

import { bookRefund, bookRefundFact } from "./books-model.ts";
import { expireThere, leftThere, type OrderKind, payAfterTheEnd, payThere } from "./channel-model.ts";
import { askFor, askForRefund, endAttempt, receive, sendAttempt, sendRefund, tryAgain } from "./hub-model.ts";
import { takeFrom } from "./wire-model.ts";
import { addOrder, arriveThere, newWorld, notifyOf, price, settleThere, type World } from "./world-model.ts";

/** One step of a story; `choice` picks what it happens to. */
type Step = (world: World, choice: number) => void;

/**
 * All that can happen, from all sides. A name's number is how often it happens beside the others. The first
 * does nothing, so that a story which fails shrinks to the steps that matter.
 */
const steps: readonly (readonly [name: string, weight: number, step: Step])[] = [
  ["nothing", 1, () => undefined],
  ["the hub sends", 8, (world, choice) => sendAttempt(world.hub, pick(world.hub.books.attempts, choice))],
  ["the hub asks", 4, (world, choice) => askFor(world.hub, pick(world.hub.books.attempts, choice))],
  ["the hub closes", 2, (world, choice) => endAttempt(world.hub, pick(world.hub.books.attempts, choice))],
  ["another attempt", 3, anotherAttempt],
  ["a call arrives", 16, (world, choice) => callArrives(world, choice, false)],
  ["a call arrives and will again", 3, (world, choice) => callArrives(world, choice, true)],
  ["a call is lost", 2, ({ hub }, choice) => void takeFrom(hub.wire.calls, choice, false)],
  ["a message arrives", 16, (world, choice) => messageArrives(world, choice, false)],
  ["a message arrives and will again", 3, (world, choice) => messageArrives(world, choice, true)],
  ["a message is lost", 2, ({ hub }, choice) => void takeFrom(hub.wire.messages, choice, false)],
  ["the customer pays", 12, (world, choice) => customerPays(world, choice, price.amount)],
  ["the customer pays another sum", 1, (world, choice) => customerPays(world, choice, price.amount - 1)],
  ["the channel takes money after the end", 2, moneyAfterTheEnd],
  ["time passes", 1, timePasses],
  [
    "the merchant asks for a refund",
    5,
    (world, choice) => void bookRefund(world.hub.books, (choice % 6) + 1),
  ],
  ["the hub sends a refund", 8, hubSendsRefund],
  ["the hub asks about a refund", 3, hubAsksForRefund],
  ["a refund succeeds", 2, (world, choice) => refundEnds(world, choice, "succeeded")],
  ["a refund fails", 2, (world, choice) => refundEnds(world, choice, "failed")],
  ["a refund becomes abnormal", 2, (world, choice) => refundEnds(world, choice, "abnormal")],
  ["an operator settles", 3, operatorSettles],
  ["a failed refund went through", 2, failedRefundWentThrough],
  ["somebody claims", 2, somebodyClaims],
  ["somebody claims a refund", 2, somebodyClaimsRefund],
];

const wheel = steps.flatMap((step) => Array.from({ length: step[1] }, () => step));

/** Codes below this tell a step and what it happens to. */
const codes = wheel.length * 1_000;

export interface Story {
  /** Of the first order. */
  readonly kind: OrderKind;
  /** A code for each step. */
  readonly path: readonly number[];
}

export const anyStory: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom("shown", "scanned", "till"),
  path: fc.array(fc.nat({ max: codes - 1 }), { maxLength: 100, size: "max" }),
});

/** Plays a story; `after` looks at the world after each step. */
export function play({ kind, path }: Story, after: (world: World) => void): World {
  const world = newWorld(kind);
  for (const code of path) {
    stepOf(code)[2](world, Math.trunc(code / wheel.length));
    after(world);
  }
  return world;
}

/** The story in words. */
export function tell({ kind, path }: Story): string {
  return [kind, ...path.map((code) => `${stepOf(code)[0]} (${Math.trunc(code / wheel.length)})`)].join(
    "\n  ",
  );
}

function stepOf(code: number): readonly [string, number, Step] {
  const step = wheel[code % wheel.length];
  if (step === undefined) throw new Error(`${code} is no code of a step`);
  return step;
}

function anotherAttempt(world: World, choice: number): void {
  if (world.hub.books.attempts.length >= 3) return;
  const kind = (["shown", "scanned", "till"] as const)[choice % 3] ?? "shown";
  const number = addOrder(world, kind);
  if (!tryAgain(world.hub, number)) world.orders.pop();
}

function callArrives(world: World, choice: number, again: boolean): void {
  const call = takeFrom(world.hub.wire.calls, choice, again);
  if (call !== undefined) arriveThere(world, call, choice % 7 !== 6);
}

function messageArrives({ hub }: World, choice: number, again: boolean): void {
  const message = takeFrom(hub.wire.messages, choice, again);
  if (message !== undefined) receive(hub, message);
}

function customerPays(world: World, choice: number, amount: number): void {
  const order = pick(world.orders, choice);
  notifyOf(world, order.number, payThere(order, world.hub.era, { ...price, amount }));
}

function moneyAfterTheEnd(world: World, choice: number): void {
  const order = pick(world.orders, choice);
  notifyOf(world, order.number, payAfterTheEnd(order));
}

function timePasses({ hub, orders }: World): void {
  if (hub.era === "expired") expireThere(orders);
  hub.era = hub.era === "open" ? "expired" : "over";
}

function hubSendsRefund({ hub }: World, choice: number): void {
  const refund = hub.books.refunds[choice % hub.books.refunds.length];
  if (refund !== undefined) sendRefund(hub, refund);
}

function hubAsksForRefund({ hub }: World, choice: number): void {
  const refund = hub.books.refunds[choice % hub.books.refunds.length];
  if (refund !== undefined) askForRefund(hub, refund);
}

function refundEnds(world: World, choice: number, end: "succeeded" | "failed" | "abnormal"): void {
  const refund = world.refunds[choice % world.refunds.length];
  if (refund !== undefined) settleThere(world, refund, end);
}

/** An abnormal refund is sent elsewhere: the channel works on it again, and says so. */
function operatorSettles({ hub, refunds }: World, choice: number): void {
  const refund = hub.books.refunds[choice % hub.books.refunds.length];
  const truth = refunds.find(({ number }) => number === refund?.number);
  if (refund?.state !== "abnormal" || truth?.state !== "abnormal") return;
  truth.state = "processing";
  const resumed = bookRefundFact(hub.books, refund, { type: "resumed" });
  if (resumed !== "changed") throw new Error(`${refund.number} was settled, and is abnormal for ever`);
}

/** The channel contradicts itself. */
function failedRefundWentThrough({ refunds }: World, choice: number): void {
  const refund = refunds[choice % refunds.length];
  if (refund?.state !== "failed" || leftThere(refund.order, refunds) < refund.money.amount) return;
  refund.state = "succeeded";
  refund.contradicted = true;
}

/** A verified claim that does not fit: another account, number, amount or currency. */
function somebodyClaims({ hub, orders }: World, choice: number): void {
  const { number } = pick(orders, choice);
  const odd = choice % 4;
  const money = odd === 0 ? { ...price, amount: price.amount * 10 } : price;
  hub.wire.messages.push({
    type: "notification",
    account: odd === 1 ? "acc_another" : "acc_ours",
    number: odd === 2 ? "att_unknown" : number,
    // because a channel may name any currency
    word: { type: "paid", money: odd === 3 ? { ...money, currency: "HKD" as "CNY" } : money },
  });
}

/** The same of a refund: another account, number or amount. */
function somebodyClaimsRefund({ hub }: World, choice: number): void {
  const refund = hub.books.refunds[choice % hub.books.refunds.length];
  if (refund === undefined) return;
  const odd = choice % 3;
  const amount = odd === 0 ? refund.money.amount + 1 : refund.money.amount;
  hub.wire.messages.push({
    type: "refund_notification",
    account: odd === 1 ? "acc_another" : "acc_ours",
    number: odd === 2 ? "rfd_unknown" : refund.number,
    word: { type: "succeeded", money: { ...price, amount } },
  });
}

function pick<Item>(items: readonly Item[], choice: number): Item {
  const item = items[choice % items.length];
  if (item === undefined) throw new Error("there is always one");
  return item;
}
