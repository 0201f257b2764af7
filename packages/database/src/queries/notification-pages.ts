import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { desc, eq, getTableColumns, inArray, lt } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "../statements/moment-text.ts";
import { attempts, channelNotifications, refunds } from "../tables/index.ts";
import type { ChannelNotificationRow } from "./journals.ts";
import type { ListedNotification } from "./journals-of-notifications.ts";

export interface NotificationPage {
  readonly verdict?: ChannelNotificationRow["verdict"] | undefined;
  readonly accountId?: string | undefined;
  /** The notification behind which the page begins. */
  readonly after?: Pick<ChannelNotificationRow, "id" | "receivedAt"> | undefined;
  readonly limit: number;
}

const allVerdicts = ["received", "applied", "unchanged", "refused", "ignored"] as const;

/** Newest first, without what was posted. Reads so many index entries of each verdict and no more. */
export async function listNotificationPage(
  connection: Connection,
  page: NotificationPage,
): Promise<ListedNotification[]> {
  const { body: _, headers: __, ...shown } = getTableColumns(channelNotifications);
  const select = connection.select(shown).from(channelNotifications);
  if (page.verdict === undefined && page.accountId === undefined) {
    const isBehind = page.after === undefined ? undefined : lt(channelNotifications.id, page.after.id);
    return select.where(isBehind).orderBy(desc(channelNotifications.id)).limit(page.limit);
  }
  const ids = await findIds(connection, page);
  if (ids.length === 0) return [];
  return select
    .where(inArray(channelNotifications.id, ids))
    .orderBy(desc(channelNotifications.receivedAt), desc(channelNotifications.id));
}

async function findIds(connection: Connection, page: NotificationPage): Promise<string[]> {
  const { verdict, accountId, after, limit } = page;
  const behind = after === undefined ? "" : "AND (received_at < ? OR (received_at = ? AND id < ?)) ";
  const one =
    accountId === undefined
      ? "(SELECT id, received_at FROM channel_notifications FORCE INDEX (channel_notifications_verdict) WHERE "
      : "(SELECT id, received_at FROM channel_notifications FORCE INDEX (channel_notifications_account) " +
        "WHERE channel_account_id = ? AND ";
  const statement = `${one}verdict = ? ${behind}ORDER BY received_at DESC, id DESC LIMIT ?)`;
  const verdicts = verdict === undefined ? allVerdicts : [verdict];
  const at = after === undefined ? null : momentText(after.receivedAt);
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT id FROM (${verdicts.map(() => statement).join(" UNION ALL ")}) AS newest ` +
      "ORDER BY received_at DESC, id DESC LIMIT ?",
    [
      ...verdicts.flatMap((word) => [
        ...(accountId === undefined ? [] : [accountId]),
        word,
        ...(after === undefined ? [] : [at, at, after.id]),
        limit,
      ]),
      limit,
    ],
  );
  return rows.map((row) => String(row["id"]));
}

/** More than any payment has. */
const mostNumbers = 500;

/** The numbers by which notifications may be about a payment: its attempts and its refunds, the newest. */
export async function findPaymentNumbers(
  connection: Connection,
  paymentId: string,
): Promise<{ readonly attemptIds: readonly string[]; readonly refundIds: readonly string[] }> {
  const ofAttempts = await connection
    .select({ id: attempts.id })
    .from(attempts)
    .where(eq(attempts.paymentId, paymentId))
    .orderBy(desc(attempts.id))
    .limit(mostNumbers);
  const ofRefunds = await connection
    .select({ id: refunds.id })
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId))
    .orderBy(desc(refunds.id))
    .limit(mostNumbers);
  return { attemptIds: ofAttempts.map(({ id }) => id), refundIds: ofRefunds.map(({ id }) => id) };
}
