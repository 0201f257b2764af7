import { Agent } from "undici";
import type { ChannelName } from "./channel-name.ts";
import type { ChannelRules } from "./channel-rules.ts";
import { toRfc3339 } from "./china-time.ts";
import type { Clock } from "./clock.ts";
import type { DueNotification, NotificationLog } from "./notification-log.ts";
import type { Notification, Tamper } from "./notification.ts";
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
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    parts.clock.onMove(() => this.pump());
  }

  /** The first try is at `dueAt` of the sandbox's clock; it makes `copies` equal POSTs at once. */
  enqueue(notification: Notification, plan: { readonly dueAt: number; readonly copies: number }): void {
    this.#parts.log.insert(notification, plan);
    this.pump();
  }

  /** One POST outside the schedule, spoilt or whole. A whole one that is taken ends the schedule. */
  async sendNow(notification: Notification, order: Order, tamper: Tamper | null): Promise<void> {
    const isTaken = await this.#post(notification, order, tamper);
    if (isTaken && tamper === null) this.#parts.log.settle(notification.id);
  }

  /** Starts what is due now, as far as the bound of 64 at once allows, and waits for the next due time. */
  pump(): void {
    if (this.#isClosed) return;
    const { clock, log } = this.#parts;
    const now = clock.now();
    for (const id of log.dueIds(now, maxInFlight)) {
      if (this.#inFlight.size >= maxInFlight) break;
      if (!this.#inFlight.has(id)) this.#start(id);
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
    await Promise.allSettled(this.#inFlight.values());
  }

  #start(id: string): void {
    const due = this.#parts.log.find(id);
    const order = due === null ? null : this.#parts.orders.findById(due.orderId);
    if (due === null || order === null) return this.#parts.log.settle(id);
    const work = this.#tryOnce(due, order).finally(() => {
      this.#inFlight.delete(id);
      this.pump();
    });
    this.#inFlight.set(id, work);
  }

  async #tryOnce(due: DueNotification, order: Order): Promise<void> {
    const { clock, log, rules } = this.#parts;
    const posts = Array.from({ length: due.copies }, () => this.#post(due, order, null));
    const taken = await Promise.all(posts);
    if (taken.includes(true)) return log.settle(due.id);
    const delayMs = rules[order.channel].resendDelaysMs[due.tries];
    log.reschedule(due.id, delayMs === undefined ? null : clock.now() + delayMs);
  }

  async #post(notification: Notification, order: Order, tamper: Tamper | null): Promise<boolean> {
    if (order.notifyUrl === null) return true;
    const { clock, log, rules } = this.#parts;
    const channel = rules[order.channel];
    const at = toRfc3339(clock.now());
    const message = await channel.message(notification, order, tamper);
    const answer = await postNotification(this.#agent, order.notifyUrl, message);
    log.addAttempt(notification.id, { at, status: answer?.status ?? null });
    return answer !== null && channel.isTaken(answer.status, answer.body);
  }
}
