import type { DatabaseSync } from "node:sqlite";
import type { Notification, NotificationAttempt, NotificationRecord } from "./notification.ts";

export type DueNotification = Notification & {
  /** How many POSTs the next try makes: 2 for a duplicate. */
  readonly copies: number;
  /** Tries of the retry ladder that have failed so far. */
  readonly tries: number;
};

/** Every notification with its attempts and the time of its next try. */
export type NotificationLog = {
  /** Without `dueAt` it is only kept, to be sent by hand. */
  insert(notification: Notification, plan: { readonly dueAt: number | null; readonly copies: number }): void;
  find(id: string): DueNotification | null;
  /** Of its payment; those of its refunds are not meant. */
  newestOfOrder(orderId: number): DueNotification | null;
  /** By the number of our own row. */
  newestOfRefund(refundId: number): DueNotification | null;
  /** Of its payment and of its refunds. */
  recordsOfOrder(orderId: number): readonly NotificationRecord[];
  recordsOfRefund(refundId: number): readonly NotificationRecord[];
  /** Ids of what is due at `now`, longest overdue first. */
  dueIds(now: number, limit: number): readonly string[];
  nextDueAfter(now: number): number | null;
  /** A try of the schedule is over; the next one is at `nextAt`, or there is none. */
  recordTry(id: string, attempts: readonly NotificationAttempt[], nextAt: number | null): void;
  /** A POST outside the schedule. When the merchant took it, the schedule ends. */
  recordExtra(id: string, attempt: NotificationAttempt, isTaken: boolean): void;
  /** No more tries. */
  settle(id: string): void;
};

const columns = "id, order_id AS orderId, refund_id AS refundId, url, type, content, copies, tries";

export function openNotificationLog(database: DatabaseSync): NotificationLog {
  const put = database.prepare(
    "INSERT INTO notifications (id, order_id, refund_id, url, type, content, copies, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const byId = database.prepare(`SELECT ${columns} FROM notifications WHERE id = ?`);
  const newest = database.prepare(
    `SELECT ${columns} FROM notifications WHERE order_id = ? AND refund_id IS NULL ORDER BY seq DESC LIMIT 1`,
  );
  const newestRefund = database.prepare(
    `SELECT ${columns} FROM notifications WHERE refund_id = ? ORDER BY seq DESC LIMIT 1`,
  );
  const records = database.prepare(
    "SELECT id, type, attempts FROM notifications WHERE order_id = ? ORDER BY seq",
  );
  const refundRecords = database.prepare(
    "SELECT id, type, attempts FROM notifications WHERE refund_id = ? ORDER BY seq",
  );
  const due = database.prepare("SELECT id FROM notifications WHERE next_at <= ? ORDER BY next_at LIMIT ?");
  const next = database.prepare("SELECT min(next_at) AS nextAt FROM notifications WHERE next_at > ?");
  const tried =
    database.prepare(`UPDATE notifications SET attempts = attempts || ?, tries = tries + 1, copies = 1,
    next_at = CASE WHEN next_at IS NULL THEN NULL ELSE ? END WHERE id = ?`);
  const extra = database.prepare(`UPDATE notifications SET attempts = attempts || ?,
    next_at = CASE WHEN ? THEN NULL ELSE next_at END WHERE id = ?`);
  const settled = database.prepare("UPDATE notifications SET next_at = NULL WHERE id = ?");

  return {
    insert(notification, plan) {
      const { id, orderId, refund, type, content } = notification;
      put.run(id, orderId, refund?.id ?? null, refund?.url ?? null, type, content, plan.copies, plan.dueAt);
    },
    find: (id) => toNotification(byId.get(id)),
    newestOfOrder: (orderId) => toNotification(newest.get(orderId)),
    newestOfRefund: (refundId) => toNotification(newestRefund.get(refundId)),
    recordsOfOrder: (orderId) => records.all(orderId).map(toRecord),
    recordsOfRefund: (refundId) => refundRecords.all(refundId).map(toRecord),
    dueIds: (now, limit) => due.all(now, limit).map((row) => String(row["id"])),
    nextDueAfter: (now) => toNumber(next.get(now)?.["nextAt"]),
    recordTry: (id, attempts, nextAt) => void tried.run(attempts.map(toLine).join(""), nextAt, id),
    recordExtra: (id, attempt, isTaken) => void extra.run(toLine(attempt), isTaken ? 1 : 0, id),
    settle: (id) => void settled.run(id),
  };
}

function toNotification(row: Record<string, unknown> | undefined): DueNotification | null {
  if (row === undefined) return null;
  const { refundId, url, ...rest } = row;
  const refund = typeof refundId === "number" ? { id: refundId, url: String(url) } : null;
  // because the table is STRICT and only this file writes it, a row has the shape of `columns`
  return { ...rest, refund } as DueNotification;
}

/** Attempts are kept one a line, so that adding one is a concatenation. */
function toLine(attempt: NotificationAttempt): string {
  return `${JSON.stringify(attempt)}\n`;
}

function toRecord(row: Record<string, unknown>): NotificationRecord {
  const lines = String(row["attempts"]).split("\n").slice(0, -1);
  return {
    id: String(row["id"]),
    type: String(row["type"]),
    // because only `toLine` makes what this column holds
    attempts: lines.map((line) => JSON.parse(line) as NotificationAttempt),
  };
}

function toNumber(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
