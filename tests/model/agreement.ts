import { hasOpenAttempt, isOpen, paymentStatusOf } from "@compose-pay/domain";

import { type BookedAttempt, type BookedRefund, type Books, keptAttempt } from "./books-model.ts";
import { isPaidRight, type OrderTruth, type RefundTruth } from "./channel-model.ts";
import type { Hub } from "./hub-model.ts";
import type { World } from "./world-model.ts";

/** What is never true, not for a moment. */
export function checkAlways({ hub, orders, refunds }: World): void {
  const { books } = hub;
  for (const attempt of books.attempts) {
    const order = orderOf(orders, attempt);
    if (attempt.state === "succeeded") must(isPaidRight(order), `${attempt.number} succeeded without money`);
    if (attempt.state === "failed") must(order.declined, `${attempt.number} failed, and nobody refused it`);
    if (attempt.state === "closed")
      must(cannotBePaid(hub, order), `${attempt.number} closed, and can be paid`);
  }
  const hasEnded = books.status === "closed" || books.status === "failed";
  const states = books.attempts.map(({ state }) => state);
  must(!(hasEnded && hasOpenAttempt(states)), "the payment has ended, and an attempt can be paid");
  for (const refund of books.refunds) checkRefundAlways(refund, refunds);
  const reserved = sumOf(books.refunds.filter((one) => one.kind !== "duplicate" && one.state !== "failed"));
  must(reserved === books.amountRefunded, "the balance is not the sum of the refunds");
  must(reserved <= books.money.amount, "more is refunded than was paid");
  const kept = books.attempts.filter(({ state }) => state === "succeeded");
  const others = books.refunds.filter(({ kind }) => kind === "duplicate").map(({ attempt }) => attempt);
  must(new Set(others).size === others.length, "a second success is refunded twice");
  const owed = kept.filter((attempt) => !attempt.moneyReturned && !others.includes(attempt));
  must(owed.length <= 1, "two successes are kept");
}

/** No call went out, the channel has ended or refused it, or its time is over without an order. */
function cannotBePaid({ books, era }: Hub, { number, state, hasEnded, declined }: OrderTruth): boolean {
  const isUnsent = books.changes.some(
    ({ subject, from, to }) => subject === number && from === "created" && to === "closed",
  );
  if (isUnsent) return state === "absent";
  return hasEnded || declined || (era === "over" && (state === "absent" || state === "offered"));
}

/** What holds once everything that was lost has been learnt. */
export function checkInTheEnd(world: World): void {
  const { hub, orders, refunds } = world;
  const { books } = hub;
  checkAlways(world);
  for (const attempt of books.attempts) checkAttempt(books, attempt, orderOf(orders, attempt));
  for (const refund of books.refunds) checkRefund(books, refund, refunds);
  must(
    books.status === paymentStatusOf(books.attempts.map(({ state }) => state)),
    "the status does not follow",
  );
  const isPaid = orders.some((order) => isPaidRight(order) && !order.moneyReturned);
  if (isPaid) must(books.status === "succeeded", "money was paid, and the payment has not succeeded");
  checkHistory(books);
  checkCustomer(world);
}

function checkAttempt(
  books: Books,
  { number, state, moneyReturned }: BookedAttempt,
  order: OrderTruth,
): void {
  const hasMoney = order.state === "paid";
  if (hasMoney && isPaidRight(order))
    must(state === "succeeded", `${number} is paid there and ${state} here`);
  if (hasMoney && !isPaidRight(order)) {
    must(state !== "succeeded", `${number} succeeded with another sum`);
    must(books.discrepancies.has(`amount_differs ${number}`), `${number}: another sum was not raised`);
  }
  if (order.moneyReturned && state === "succeeded") must(moneyReturned, `${number}: the return is not known`);
  if (moneyReturned && state === "succeeded")
    must(isReturnBooked(books, number), `${number}: nothing returned here`);
  if (order.moneyReturned && state !== "succeeded") must(!isOpen(state), `${number} is ${state} for ever`);
  if (order.paid === null) must(!isOpen(state) && state !== "succeeded", `${number} is unpaid and ${state}`);
}

/** Every fen of it is some refund's, unless a refund of it was on its way and came too late. */
function isReturnBooked(books: Books, number: string): boolean {
  const ofIt = books.refunds.filter(({ attempt }) => attempt.number === number);
  const isKept = keptAttempt(books)?.number === number;
  return (
    !isKept || books.amountRefunded === books.money.amount || ofIt.some(({ state }) => state === "failed")
  );
}

function checkRefund(books: Books, refund: BookedRefund, truths: readonly RefundTruth[]): void {
  const { number, kind, state } = refund;
  if (kind === "returned") return;
  const truth = truths.find((one) => one.number === number);
  must(truth !== undefined, `${number} never reached the channel`);
  if (truth?.contradicted === true && state === "failed") return;
  const expected = truth?.declined === true ? "failed" : truth?.state;
  must(state === expected, `${number} is ${String(expected)} there and ${state} here`);
  const isLost = kind === "duplicate" && state === "failed" && !refund.attempt.moneyReturned;
  if (isLost)
    must(books.discrepancies.has(`not_given_back ${refund.attempt.number}`), `${number} is forgotten`);
}

function checkRefundAlways({ number, kind, state }: BookedRefund, truths: readonly RefundTruth[]): void {
  if (kind === "returned") return;
  const truth = truths.find((one) => one.number === number);
  if (state === "succeeded") must(truth?.state === "succeeded", `${number} succeeded here alone`);
  if (state !== "failed") return;
  must(
    truth?.declined === true || truth?.state === "failed" || truth?.contradicted === true,
    `${number} failed here alone`,
  );
}

/** One change for one transition, in a chain, and one event for each that a merchant hears of. */
function checkHistory(books: Books): void {
  const last = new Map<string, string>();
  for (const { subject, from, to } of books.changes) {
    must(from !== to && (last.get(subject) ?? from) === from, `${subject}: ${from} to ${to} does not follow`);
    const isEnd = subject.startsWith("att") && (from === "closed" || from === "failed");
    must(!isEnd || to === "succeeded", `${subject} goes on after its end`);
    last.set(subject, to);
  }
  const settled = books.changes.filter(({ subject, to }) => subject === "payment" && isEndOfPayment(to));
  const told = books.events.filter((event) => !event.includes("rfd_"));
  must(told.length === settled.length, "not one event for one transition");
  must(told.filter((event) => event.endsWith("succeeded")).length <= 1, "success was told twice");
  const ended = books.refunds.map(eventOfEnd).filter((event) => event !== null);
  const heard = books.events.filter((event) => event.includes("rfd_"));
  must(heard.toSorted().join() === ended.toSorted().join(), "not one event for each refund's end");
}

function isEndOfPayment(status: string): boolean {
  return status === "succeeded" || status === "closed" || status === "failed";
}

function eventOfEnd({ number, kind, state }: BookedRefund): string | null {
  if (state === "succeeded") {
    return `${kind === "duplicate" ? "payment.duplicate_refunded" : "refund.succeeded"} ${number}`;
  }
  return state === "failed" && kind !== "duplicate" ? `refund.failed ${number}` : null;
}

/** The channel keeps the price once at the most, unless something that somebody sees says otherwise. */
function checkCustomer({ hub, orders, refunds }: World): void {
  const kept = orders
    .filter((order) => isPaidRight(order) && !order.moneyReturned)
    .reduce((sum, order) => sum + order.money.amount - givenBack(order, refunds), 0);
  const isVisible = hub.books.refunds.some(({ state }) => state === "failed" || state === "abnormal");
  must(kept <= hub.books.money.amount || isVisible, "the customer was charged twice");
}

function givenBack(order: OrderTruth, refunds: readonly RefundTruth[]): number {
  return sumOf(refunds.filter((one) => one.order === order && one.state === "succeeded"));
}

function sumOf(refunds: readonly { readonly money: { readonly amount: number } }[]): number {
  return refunds.reduce((sum, { money }) => sum + money.amount, 0);
}

function orderOf(orders: readonly OrderTruth[], { number }: BookedAttempt): OrderTruth {
  const order = orders.find((one) => one.number === number);
  if (order === undefined) throw new Error(`${number} is nobody's order`);
  return order;
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
