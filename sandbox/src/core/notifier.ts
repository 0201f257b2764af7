import { Agent } from "undici";
import type { ChannelName } from "./channel-name.ts";
import type { ChannelRules } from "./channel-rules.ts";
import { toRfc3339 } from "./china-time.ts";
import type { Clock } from "./clock.ts";
import type { DueNotification, NotificationLog } from "./notification-log.ts";
import type { Notification, NotificationAttempt, Tamper } from "./notification.ts";
import type { OrderStore } from "./order-store.ts";
import type { Order } from "./order.ts";
import { answerDeadlineMs, postNotification } from "./post-notification.ts";

const maxInFlight = 64;
const longestTimerMs = 60_000;

export type NotifierParts = {
  readonly clock: Clock;
  readonly log: NotificationLog;
  readonly orders: OrderStore;
  readonly rules: Readonly<Record<ChannelName, ChannelRules>>;
};

/** Sends what is due and resends what the merchant did not take, by each channel's own schedule. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #agent = new Agent({ connections: maxInFlight, connect: { timeout: answerDeadlineMs } });
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #extras = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** More is due than may be under way at once. */
  #hasBacklog = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    parts.clock.onMove(() => this.pump());
  }

  /** The first try is at `dueAt` of the sandbox's clock; it makes `copies` equal POSTs at once. */
  enqueue(
    notification: Notification,
    order: Order,
    plan: { readonly dueAt: number; readonly copies: number },
  ): void {
    const { clock, log } = this.#parts;
    log.insert(notification, plan);
    if (plan.dueAt > clock.now()) return this.pump();
    if (this.#isClosed || this.#inFlight.size >= maxInFlight) this.#hasBacklog = true;
    else this.#start({ ...notification, copies: plan.copies, tries: 0 }, order);
  }

  /** One POST outside the schedule, spoilt or whole. A whole one that is taken ends the schedule. */
  async sendNow(notification: Notification, order: Order, tamper: Tamper | null): Promise<void> {
    if (this.#isClosed) return;
    const work = this.#sendExtra(notification, order, tamper).finally(() => this.#extras.delete(work));
    this.#extras.add(work);
    await work;
  }

  /** Starts what is due now, as far as the bound of 64 at once allows, and waits for the next due time. */
  pump(): void {
    if (this.#isClosed) return;
    const { clock, log } = this.#parts;
    const now = clock.now();
    const dueIds = log.dueIds(now, maxInFlight);
    this.#hasBacklog = dueIds.length === maxInFlight;
    for (const id of dueIds) {
      if (this.#inFlight.size >= maxInFlight) break;
      if (!this.#inFlight.has(id)) this.#startSaved(id);
    }
    clearTimeout(this.#timer);
    const nextAt = log.nextDueAfter(now);
    if (nextAt !== null) this.#timer = setTimeout(() => this.pump(), Math.min(nextAt - now, longestTimerMs));
  }

  /** Cuts what is under way (it counts as a failed try) and leaves the rest in the log for the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#agent.destroy();
    await Promise.allSettled([...this.#inFlight.values(), ...this.#extras]);
  }

  async #sendExtra(notification: Notification, order: Order, tamper: Tamper | null): Promise<void> {
    const { attempt, isTaken } = await this.#post(notification, order, tamper);
    this.#parts.log.recordExtra(notification.id, attempt, isTaken && tamper === null);
  }

  #startSaved(id: string): void {
    const due = this.#parts.log.find(id);
    const order = due === null ? null : this.#parts.orders.findById(due.orderId);
    if (due === null || order === null) return this.#parts.log.settle(id);
    this.#start(due, order);
  }

  #start(due: DueNotification, order: Order): void {
    const work = this.#tryOnce(due, order).finally(() => {
      this.#inFlight.delete(due.id);
      if (this.#hasBacklog) this.pump();
    });
    this.#inFlight.set(due.id, work);
  }

  async #tryOnce(due: DueNotification, order: Order): Promise<void> {
    const { clock, log, rules } = this.#parts;
    const posts = Array.from({ length: due.copies }, () => this.#post(due, order, null));
    const made = await Promise.all(posts);
    const isTaken = made.some((post) => post.isTaken);
    const delayMs = isTaken ? undefined : rules[order.channel].resendDelaysMs[due.tries];
    const nextAt = delayMs === undefined ? null : clock.now() + delayMs;
    const attempts = made.map((post) => post.attempt);
    log.recordTry(due.id, attempts, nextAt);
    if (nextAt !== null) this.pump();
  }

  async #post(notification: Notification, order: Order, tamper: Tamper | null): Promise<Post> {
    const { clock, rules } = this.#parts;
    const channel = rules[order.channel];
    const at = toRfc3339(clock.now());
    const message = await channel.message(notification, order, tamper);
    const url = notification.refund?.url ?? order.notifyUrl;
    const answer = url === null ? null : await postNotification(this.#agent, url, message);
    const isTaken = answer !== null && channel.isTaken(answer.status, answer.body);
    return { attempt: { at, status: answer?.status ?? null }, isTaken };
  }
}

type Post = { readonly attempt: NotificationAttempt; readonly isTaken: boolean };
