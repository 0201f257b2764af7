import type { ChannelName } from "./channel-name.ts";
import type { ChannelRules } from "./channel-rules.ts";
import type { Clock } from "./clock.ts";
import type { Notifier } from "./notifier.ts";
import type { OrderStore } from "./order-store.ts";
import type { NewRefund, Refund, RefundEnd } from "./order.ts";
import type { RefundKey, RefundStore } from "./refund-store.ts";

const longestTimerMs = 60_000;

export type RefundParts = {
  readonly clock: Clock;
  readonly store: RefundStore;
  readonly orders: OrderStore;
  readonly notifier: Notifier;
  readonly rules: Readonly<Record<ChannelName, ChannelRules>>;
  /** How long a refund takes unless a tester says so, in milliseconds of the sandbox's clock. */
  readonly delayMs: number;
};

/**
 * The refunds of both channels. A refund ends by itself when its time is over; one that is overdue ends
 * before anyone sees it, so every refund that comes out of here is what the channel would say at this
 * moment. Its end is told to its notify URL, in the channel's own way.
 */
export class Refunds {
  readonly #parts: RefundParts;
  readonly #delays = new Map<ChannelName, number>();
  #nextDueAt: number;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: RefundParts) {
    this.#parts = parts;
    this.#nextDueAt = parts.store.nextDueAt() ?? Infinity;
    parts.clock.onMove(() => this.pump());
  }

  /**
   * Takes a refund on; `RefundStore.insert` says what makes it null. It ends after the channel's delay
   * unless `delayMs` says otherwise; with 0 it has ended when this returns.
   */
  open(refund: NewRefund, delayMs = this.#delayOf(refund.orderId)): Refund | null {
    const { store } = this.#parts;
    this.#endDue();
    const dueAt = refund.createdAt + delayMs;
    const taken = store.insert(refund, dueAt);
    return taken === null ? null : this.#await(taken, dueAt);
  }

  find(key: RefundKey): Refund | null {
    this.#endDue();
    return this.#parts.store.find(key);
  }

  /** The newest refund with that number, whichever account asked for it. */
  findByNumber(channel: ChannelName, outRefundNo: string): Refund | null {
    this.#endDue();
    return this.#parts.store.findByNumber(channel, outRefundNo);
  }

  /** Oldest first. */
  ofOrder(orderId: number): readonly Refund[] {
    this.#endDue();
    return this.#parts.store.ofOrder(orderId);
  }

  /** The sum of an order's refunds that are not closed, in fen. */
  sumOf(orderId: number): number {
    this.#endDue();
    return this.#parts.store.sumOf(orderId);
  }

  /** Ends an open refund (processing, abnormal) and tells the merchant. Null when it has ended, or so already. */
  settle(refund: Refund, status: RefundEnd): Refund | null {
    this.#endDue();
    return this.#end(refund.id, status, this.#parts.clock.now());
  }

  /** The money of an abnormal refund goes another way: it is processing again. Null when it is not abnormal. */
  resume(refund: Refund, details: string): Refund | null {
    const { clock, store } = this.#parts;
    const dueAt = clock.now() + this.#delayOf(refund.orderId);
    const resumed = store.resume(refund.id, dueAt, details);
    return resumed === null ? null : this.#await(resumed, dueAt);
  }

  delayMs(channel: ChannelName): number {
    return this.#delays.get(channel) ?? this.#parts.delayMs;
  }

  /** For the refunds to come; those under way keep their time. */
  setDelayMs(channel: ChannelName, ms: number): void {
    this.#delays.set(channel, ms);
  }

  /** Ends what is overdue and waits for what is due next. */
  pump(): void {
    if (this.#isClosed) return;
    this.#endDue();
    clearTimeout(this.#timer);
    const waitMs = Math.min(this.#nextDueAt - this.#parts.clock.now(), longestTimerMs);
    if (this.#nextDueAt !== Infinity) this.#timer = setTimeout(() => this.pump(), waitMs);
  }

  /** What is still under way goes on at the next start. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** The refund as it is once what is due has ended, itself perhaps. */
  #await(refund: Refund, dueAt: number): Refund {
    this.#nextDueAt = Math.min(this.#nextDueAt, dueAt);
    this.pump();
    return this.#parts.store.findById(refund.id) ?? refund;
  }

  #endDue(): void {
    const { clock, store } = this.#parts;
    const now = clock.now();
    if (now < this.#nextDueAt) return;
    for (const refund of store.due(now)) this.#end(refund.id, "success", refund.dueAt);
    this.#nextDueAt = store.nextDueAt() ?? Infinity;
  }

  /** `at`: a refund that is found overdue has ended when it was due. */
  #end(id: number, status: RefundEnd, at: number): Refund | null {
    const { clock, orders, notifier, rules, store } = this.#parts;
    const ended = store.end(id, status, at);
    const order = ended === null ? null : orders.findById(ended.orderId);
    if (ended === null || order === null || ended.notifyUrl === null) return ended;
    const notification = rules[order.channel].refundNotification?.(ended, order) ?? null;
    if (notification !== null) notifier.enqueue(notification, order, { dueAt: clock.now(), copies: 1 });
    return ended;
  }

  #delayOf(orderId: number): number {
    const order = this.#parts.orders.findById(orderId);
    return order === null ? this.#parts.delayMs : this.delayMs(order.channel);
  }
}
