import { type AttemptFact, isOpen, isRefundOpen, type Money, type RefundFact } from "@compose-pay/domain";

import {
  bookAttempt,
  type BookedAttempt,
  type BookedRefund,
  bookFact,
  bookMoneyReturned,
  type Books,
  bookRefundFact,
} from "./books-model.ts";
import type { Era } from "./channel-model.ts";
import {
  type Call,
  type Message,
  type OrderWord,
  ourAccount,
  type RefundWord,
  type Wire,
} from "./wire-model.ts";

/** What the hub has of one payment, and its way to the channel. */
export interface Hub {
  readonly books: Books;
  readonly wire: Wire;
  era: Era;
}

/** Sends a new attempt, or asks about one whose call went out already. */
export function sendAttempt(hub: Hub, attempt: BookedAttempt): void {
  if (attempt.state === "created" && (attempt.closeRequested || hub.era !== "open")) {
    bookFact(hub.books, attempt, { fact: { type: "closed_unsent" } });
    return;
  }
  const isFirst = bookFact(hub.books, attempt, { fact: { type: "submitting" } }) === "changed";
  if (isFirst) call(hub, "create", attempt.number);
  else askFor(hub, attempt);
}

export function askFor(hub: Hub, attempt: BookedAttempt): void {
  if (attempt.state !== "created") call(hub, "query", attempt.number);
}

/** Expiry and close: the channel is asked, closes there, and only then the books close. */
export function endAttempt(hub: Hub, attempt: BookedAttempt): void {
  attempt.closeRequested = true;
  const unsent = bookFact(hub.books, attempt, { fact: { type: "closed_unsent" } });
  if (unsent === "refused") call(hub, "query", attempt.number);
}

/** Another try for the same payment, unless its merchant closes it; the earlier ones are closed at the channel. */
export function tryAgain(hub: Hub, number: string): boolean {
  const latest = hub.books.attempts.at(-1);
  const isClosing = latest?.state === "closed" || latest?.closeRequested === true;
  if (hub.books.status === "succeeded" || hub.era !== "open" || isClosing) return false;
  const earlier = hub.books.attempts.filter(({ state }) => isOpen(state));
  bookAttempt(hub.books, number);
  for (const attempt of earlier) endAttempt(hub, attempt);
  return true;
}

/** Sends a refund under its number, the first time and every time that nothing is known of it. */
export function sendRefund(hub: Hub, refund: BookedRefund): void {
  bookRefundFact(hub.books, refund, { type: "submitting" });
  if (refund.state === "submitted") call(hub, "refund", refund.number);
  else if (isRefundOpen(refund.state)) call(hub, "refund_query", refund.number);
}

/** Asks the channel for a refund that was sent before. */
export function askForRefund(hub: Hub, { number, state }: BookedRefund): void {
  if (state !== "created" && isRefundOpen(state)) call(hub, "refund_query", number);
}

/** What arrived: only a verified word on a number and an account of ours is a fact. */
export function receive(hub: Hub, message: Message): void {
  switch (message.type) {
    case "answer":
      return receiveAnswer(hub, message.call, message.word);
    case "refund_answer":
      return receiveRefundWord(hub, message.call.number, message.word);
    case "notification":
      if (message.account !== ourAccount) hub.books.discrepancies.add("account_differs");
      else receiveNotification(hub, message.number, message.word);
      return;
    case "refund_notification":
      if (message.account !== ourAccount) hub.books.discrepancies.add("account_differs");
      else receiveRefundWord(hub, message.number, message.word);
  }
}

function receiveNotification(hub: Hub, number: string, word: OrderWord): void {
  const attempt = hub.books.attempts.find((one) => one.number === number);
  const fact = factOf(word);
  if (attempt === undefined) hub.books.discrepancies.add("missing_here");
  if (attempt === undefined || fact === null) return;
  // It may be older than the end: the channel is asked what holds now.
  if (bookFact(hub.books, attempt, { fact, confirmLate: true }) === "late") askFor(hub, attempt);
}

function receiveAnswer(hub: Hub, { operation, number, over }: Call, word: OrderWord): void {
  const attempt = hub.books.attempts.find((one) => one.number === number);
  if (attempt === undefined) throw new Error(`nobody asked about ${number}`);
  const { books } = hub;
  switch (word.type) {
    case "paid":
      bookFact(books, attempt, { fact: paid(word.money) });
      return;
    case "closed":
      bookFact(books, attempt, { fact: { type: "closed" } });
      if (word.moneyReturned) bookMoneyReturned(books, attempt);
      return;
    case "declined":
      bookFact(books, attempt, { fact: declined });
      return;
    case "waiting":
      if (operation === "create") bookFact(books, attempt, { fact: { type: "accepted" } });
      return goOn(hub, attempt, operation);
    case "absent":
      if (over && operation === "close") bookFact(books, attempt, { fact: { type: "closed" } });
      else goOn(hub, attempt, operation);
  }
}

/** The channel holds nothing final: what is wanted is done, and asked about again later. */
function goOn(hub: Hub, attempt: BookedAttempt, operation: Call["operation"]): void {
  if (operation !== "query" || attempt.state === "created" || attempt.state === "succeeded") return;
  const isUnwanted = attempt.closeRequested || hub.era !== "open" || !isOpen(attempt.state);
  if (isUnwanted) {
    attempt.closeSent = true;
    call(hub, "close", attempt.number);
  }
  if (!isUnwanted && attempt.state === "submitted") call(hub, "create", attempt.number);
}

function receiveRefundWord(hub: Hub, number: string, word: RefundWord): void {
  const refund = hub.books.refunds.find((one) => one.number === number);
  if (refund === undefined) hub.books.discrepancies.add("missing_here");
  const fact = refundFactOf(word);
  if (refund !== undefined && fact !== null) bookRefundFact(hub.books, refund, fact);
}

function call(hub: Hub, operation: Call["operation"], number: string): void {
  hub.wire.calls.push({ operation, number, over: hub.era === "over" });
}

function factOf(word: OrderWord): AttemptFact | null {
  switch (word.type) {
    case "paid":
      return paid(word.money);
    case "closed":
      return { type: "closed" };
    case "declined":
      return declined;
    case "waiting":
    case "absent":
      return null;
  }
}

function refundFactOf(word: RefundWord): RefundFact | null {
  switch (word.type) {
    case "processing":
      return { type: "accepted", channelRefundNo: null };
    case "succeeded":
      return { type: "succeeded", money: word.money, channelRefundNo: "5030", succeededAt: at };
    case "failed":
      return { type: "failed", failure };
    case "abnormal":
      return { type: "abnormal", channelRefundNo: "5030", failure };
    case "absent":
      return null;
  }
}

const at = new Date("2026-11-22T10:00:00Z");
const failure = { code: "channel_refused", message: "no", channelCode: "NO", channelMessage: "no" };
const declined: AttemptFact = { type: "declined", failure };

function paid(money: Money): AttemptFact {
  return { type: "paid", money, channelTradeNo: "4200", paidAt: at };
}
