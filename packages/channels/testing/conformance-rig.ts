import type { Method } from "@compose-pay/domain";
import { it } from "vitest";

import type {
  AccountFinding,
  Channel,
  OrderReference,
  OrderToCreate,
  UnknownReason,
} from "../src/channel.ts";
import type { NextAction } from "../src/next-action.ts";
import type { RawNotification } from "../src/notification-reading.ts";
import type { RefundReference, RefundToMake } from "../src/refund.ts";

/**
 * What a channel may not have. Each case of the suite that needs it is shown as skipped, with the reason.
 *
 * - `truth`: somebody beside the channel who knows what really happened to an order.
 * - `memory`: the channel keeps orders and refunds, and holds a repeated call against the first.
 * - `faults`: its answers can be lost and spoilt.
 * - `other_sum`: it can take another sum than was asked for.
 * - `differing_…`: its answers name the thing, so that one can be about something else than was asked.
 * - `notifications`, `refund_notifications`: it posts them.
 * - `open_refunds`: a refund can take time, and end in each way there is.
 * - `abnormal_refunds`: the money of a refund can get stuck and be sent elsewhere.
 * - `empty_balance`: refunds can find too little money at the channel.
 * - `bills`: it makes bills of its days, and one of its days can be brought to an end.
 * - `keys`: the account has keys, which can be the wrong ones.
 */
export type Capability =
  | "truth"
  | "memory"
  | "faults"
  | "other_sum"
  | `differing_${Difference}`
  | "notifications"
  | "refund_notifications"
  | "open_refunds"
  | "abnormal_refunds"
  | "empty_balance"
  | "bills"
  | "keys";

/** A channel that is to pass, as far as it must be known before anything is started. */
export interface ConformanceSubject {
  readonly name: string;
  /** Every method that the channel serves, and how its orders are made and paid. */
  readonly ways: Readonly<Partial<Record<Method, WayToPay>>>;
  /** What it cannot have, and why. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** What a spoilt notification may tell without being refused. */
  readonly toleratedTampers: readonly Tamper[];
  start(): Promise<ConformanceRig>;
}

export interface WayToPay {
  readonly action: NextAction["type"];
  /** Makes an order only its customer knows until they come: the create calls nobody. */
  readonly isSignedHere?: boolean;
  /** Its payments are not notified. */
  readonly isSilent?: boolean;
}

export const tampers = ["signature", "amount", "account", "timestamp", "ciphertext", "signtest"] as const;
export type Tamper = (typeof tampers)[number];

export type Difference = "account" | "number" | "amount" | "currency";

export const differences: Readonly<Record<Difference, UnknownReason>> = {
  account: "account_differs",
  number: "number_differs",
  amount: "amount_differs",
  currency: "currency_differs",
};

/** The surroundings of a channel under test. */
export interface ConformanceRig {
  readonly channel: Channel;
  /** The same account with deadlines of less than a second. */
  readonly hasty: Channel;
  /** An order that the channel has never seen, for a customer who takes time. */
  newOrder(method: Method): OrderToCreate;
  /** The customer comes to the order with what the create answered; only then some channels know it. */
  begin(order: OrderToCreate, action: NextAction): Promise<void>;
  /** The customer pays; what comes back is the order to ask for. Rejects when it cannot be paid. */
  pay(order: OrderToCreate): Promise<OrderReference>;
  newRefund(paid: OrderReference, amount: number): RefundToMake;
  stop(): Promise<void>;
  /** Null where nobody but the channel itself acts; each member throws where the subject lacks the thing. */
  readonly controls: ChannelControls | null;
}

export interface ChannelControls {
  truth(order: OrderReference): Promise<OrderTruth>;
  payOtherSum(order: OrderReference, amount: number): Promise<void>;
  /** From now on, for so many calls of the operation, or until `heal`. */
  spoil(operation: SpoiltOperation, fault: string, times?: number): Promise<void>;
  heal(): Promise<void>;
  /** The next call of the operation is held up for a moment; what comes back resolves once it is. */
  holdUp(operation: SpoiltOperation): Promise<() => Promise<void>>;
  /** What the customer's payment makes the channel post. */
  payAndNotify(order: OrderReference): Promise<RawNotification>;
  notifyAgain(order: OrderReference, tamper?: Tamper): Promise<RawNotification>;
  /** A channel that answers every query with the order paid, and differing in one thing. */
  differing(difference: Difference): Promise<{ readonly channel: Channel; readonly order: OrderReference }>;
  /** Refunds made from now on take so long, in milliseconds. */
  setRefundDelay(ms: number): Promise<void>;
  settleRefund(refund: RefundReference, end: "success" | "closed" | "abnormal"): Promise<void>;
  refundNotification(refund: RefundReference, tamper?: Tamper): Promise<RawNotification>;
  setBalanceEmpty(isEmpty: boolean): Promise<void>;
  /** The day is over, and the channel has made its bill: from now on it is the next day there. */
  endDay(): Promise<void>;
  /** The account with another private key of its own, or another public key of the channel. */
  openWith(wrong: "own_key" | "channel_key"): Promise<Channel>;
}

export type SpoiltOperation =
  | "create"
  | "query"
  | "close"
  | "refund"
  | "refund_query"
  | "bill"
  | "bill_download";

export interface OrderTruth {
  readonly status: "waiting" | "paid" | "closed" | "unknown";
  /** In fen: of refunds that have not failed. */
  readonly refunded: number;
  readonly refunds: number;
}

/** For another kind of account at the same channel: what does not hang on the account is held once. */
export function lackingElsewhere(reason: string): ConformanceSubject["lacks"] {
  return {
    faults: reason,
    differing_account: reason,
    differing_number: reason,
    differing_amount: reason,
    differing_currency: reason,
    keys: reason,
  };
}

/** Names the cases of a subject, and skips those for which it lacks something, with the reason. */
export function promisesOf({ name, lacks }: ConformanceSubject) {
  return (promise: string, needs: readonly Capability[], keep: () => Promise<void>): void => {
    const missing = needs.find((one) => lacks[one] !== undefined);
    if (missing === undefined) it(promise, keep);
    else it.skip(`${promise} [not of ${name}: ${lacks[missing]}]`, keep);
  };
}

export type Promises = ReturnType<typeof promisesOf>;

export function controlsOf({ controls }: ConformanceRig): ChannelControls {
  if (controls === null) throw new Error("the subject should have said what it lacks");
  return controls;
}

/** An order that the channel has, and whose customer is about to pay. */
export async function begunOrder(rig: ConformanceRig, method: Method): Promise<OrderToCreate> {
  const order = rig.newOrder(method);
  const answer = await rig.channel.create(order);
  if (answer.kind !== "ok" || answer.value.state !== "waiting") {
    throw new Error(`the create was answered ${JSON.stringify(answer)}`);
  }
  await rig.begin(order, answer.value.nextAction);
  return order;
}

export async function paidOrder(rig: ConformanceRig, method: Method): Promise<OrderReference> {
  return rig.pay(await begunOrder(rig, method));
}

export function isWell(findings: readonly AccountFinding[]): boolean {
  return findings.length > 0 && findings.every(({ level }) => level !== "failed");
}
