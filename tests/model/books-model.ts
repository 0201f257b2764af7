import {
  isOpen,
  type AttemptFact,
  type AttemptState,
  decideAttempt,
  decideRefund,
  type Money,
  paymentEventOf,
  type PaymentStatus,
  paymentStatusOf,
  type RefundFact,
  type RefundKind,
  type RefundState,
  refundEventOf,
} from "@compose-pay/domain";

export interface BookedAttempt {
  readonly number: string;
  state: AttemptState;
  closeRequested: boolean;
  /** A close went out, whatever became of it. */
  closeSent: boolean;
  /** The channel said that it gave the money back when the order was cancelled. */
  moneyReturned: boolean;
}

export interface BookedRefund {
  readonly number: string;
  readonly attempt: BookedAttempt;
  readonly kind: RefundKind;
  readonly money: Money;
  state: RefundState;
}

/** One payment as the hub has it: each change of it is decided by `packages/domain`. */
export interface Books {
  readonly money: Money;
  status: PaymentStatus;
  readonly attempts: BookedAttempt[];
  readonly refunds: BookedRefund[];
  /** The sum of the merchant's and the returned refunds that have not failed. */
  amountRefunded: number;
  readonly events: string[];
  readonly changes: Change[];
  readonly discrepancies: Set<string>;
  /** All that was said to the books, in its order: the same can be said to a database. */
  readonly sayings: Saying[];
}

export type Saying =
  | { readonly type: "attempt"; readonly number: string }
  | {
      readonly type: "fact";
      readonly number: string;
      readonly fact: AttemptFact;
      readonly confirmLate: boolean;
    }
  | {
      readonly type: "refund";
      readonly number: string;
      readonly amount: number;
      /** The balance does not allow it. */
      readonly isRefused: boolean;
    }
  | { readonly type: "refund_fact"; readonly number: string; readonly fact: RefundFact };

/** One real transition of an attempt, a refund or the payment, told once. */
export interface Change {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

export function openBooks(money: Money): Books {
  return {
    money,
    status: "processing",
    attempts: [],
    refunds: [],
    amountRefunded: 0,
    events: [],
    changes: [],
    discrepancies: new Set(),
    sayings: [],
  };
}

export function bookAttempt(books: Books, number: string): BookedAttempt {
  const attempt: BookedAttempt = {
    number,
    state: "created",
    closeRequested: false,
    closeSent: false,
    moneyReturned: false,
  };
  requestEnds(books);
  books.attempts.push(attempt);
  books.sayings.push({ type: "attempt", number });
  follow(books);
  return attempt;
}

export type Booked = "changed" | "unchanged" | "refused" | "late";

/** Records what is known of an attempt. A late payment is left out where its maker wants it confirmed first. */
export function bookFact(
  books: Books,
  attempt: BookedAttempt,
  said: { readonly fact: AttemptFact; readonly confirmLate?: boolean },
): Booked {
  const { fact, confirmLate = false } = said;
  books.sayings.push({ type: "fact", number: attempt.number, fact, confirmLate });
  // What is to be ended is not begun any more.
  if (fact.type === "submitting" && attempt.closeRequested) return "unchanged";
  const decision = decideAttempt(attempt.state, fact, books.money);
  switch (decision.kind) {
    case "unchanged":
      return "unchanged";
    case "refused":
      if (decision.reason === "amount_differs") books.discrepancies.add(`amount_differs ${attempt.number}`);
      return "refused";
    case "transition": {
      if (decision.late && confirmLate) return "late";
      const isSecond = books.status === "succeeded" && decision.next === "succeeded";
      change(books, attempt.number, attempt.state, decision.next);
      attempt.state = decision.next;
      follow(books);
      if (decision.next === "succeeded") {
        requestEnds(books);
        giveBack(books, attempt, isSecond);
      }
      return "changed";
    }
  }
}

/** Those that can still be paid are to be closed: another one speaks, or has the money. */
function requestEnds({ attempts }: Books): void {
  for (const attempt of attempts) if (isOpen(attempt.state)) attempt.closeRequested = true;
}

/** A cancelled order's money went back: remembered, whatever the attempt has become and will become. */
export function bookMoneyReturned(books: Books, attempt: BookedAttempt): void {
  if (attempt.moneyReturned) return;
  attempt.moneyReturned = true;
  if (attempt.state === "succeeded") giveBack(books, attempt, keptAttempt(books) !== attempt);
}

/** The balance rule: a refund takes its part of what is left before any call goes out. */
export function bookRefund(books: Books, amount: number): BookedRefund | null {
  const attempt = keptAttempt(books);
  if (attempt === undefined || books.amountRefunded + amount > books.money.amount) {
    const number = `refused_${books.sayings.length}`;
    books.sayings.push({ type: "refund", number, amount, isRefused: true });
    return null;
  }
  books.amountRefunded += amount;
  const refund = addRefund(books, attempt, { kind: "merchant", amount, state: "created" });
  books.sayings.push({ type: "refund", number: refund.number, amount, isRefused: false });
  return refund;
}

export function bookRefundFact(books: Books, refund: BookedRefund, fact: RefundFact): Booked {
  books.sayings.push({ type: "refund_fact", number: refund.number, fact });
  const decision = decideRefund(refund.state, fact, refund.money);
  switch (decision.kind) {
    case "unchanged":
      return "unchanged";
    case "refused":
      books.discrepancies.add(`${decision.reason} ${refund.number}`);
      return "refused";
    case "transition": {
      change(books, refund.number, refund.state, decision.next);
      refund.state = decision.next;
      if (decision.next === "failed") endInVain(books, refund);
      tell(books, refund);
      return "changed";
    }
  }
}

/** The attempt whose money the payment keeps: the first that was known to have succeeded. */
export function keptAttempt(books: Books): BookedAttempt | undefined {
  const first = books.changes.find(({ subject, to }) => to === "succeeded" && subject.startsWith("att"));
  return books.attempts.find(({ number }) => number === first?.subject);
}

function giveBack(books: Books, attempt: BookedAttempt, isSecond: boolean): void {
  const { amount } = books.money;
  if (attempt.moneyReturned && !isSecond) {
    const left = amount - books.amountRefunded;
    books.amountRefunded = amount;
    if (left > 0) addRefund(books, attempt, { kind: "returned", amount: left, state: "succeeded" });
  }
  const isOwed = isSecond && !attempt.moneyReturned;
  if (isOwed) addRefund(books, attempt, { kind: "duplicate", amount, state: "created" });
}

function endInVain(books: Books, refund: BookedRefund): void {
  if (refund.kind === "merchant") books.amountRefunded -= refund.money.amount;
  if (refund.kind === "duplicate") books.discrepancies.add(`not_given_back ${refund.attempt.number}`);
}

function addRefund(
  books: Books,
  attempt: BookedAttempt,
  {
    kind,
    amount,
    state,
  }: { readonly kind: RefundKind; readonly amount: number; readonly state: RefundState },
): BookedRefund {
  const number = `rfd_${books.refunds.length + 1}`;
  const refund = { number, attempt, kind, money: { ...books.money, amount }, state };
  books.refunds.push(refund);
  tell(books, refund);
  return refund;
}

function tell(books: Books, { number, kind, state }: BookedRefund): void {
  const event = refundEventOf(kind, state);
  if (event !== null) books.events.push(`${event} ${number}`);
}

function follow(books: Books): void {
  const status = paymentStatusOf(books.attempts.map(({ state }) => state));
  const event = paymentEventOf(books.status, status);
  if (event !== null) books.events.push(event);
  if (status === books.status) return;
  change(books, "payment", books.status, status);
  books.status = status;
}

function change(books: Books, subject: string, from: string, to: string): void {
  books.changes.push({ subject, from, to });
}
