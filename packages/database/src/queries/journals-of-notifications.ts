import type { Connection } from "../connection.ts";
import { and, desc, eq, getTableColumns, inArray, lt, or } from "../drizzle.ts";
import { channelNotifications } from "../tables/index.ts";
import { updateRow } from "../statements/update-row.ts";
import type { ChannelNotificationRow } from "./journals.ts";

/** What may be shown of a notification in a list. */
export type ListedNotification = Omit<ChannelNotificationRow, "body" | "headers">;

export interface NotificationFilter {
  readonly verdict?: ChannelNotificationRow["verdict"] | undefined;
  readonly accountId?: string | undefined;
  /** About any of these, or of `refundIds`. */
  readonly attemptIds?: readonly string[] | undefined;
  readonly refundIds?: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first, by id, without what was posted; the page starts behind `after`. */
export async function listNotifications(
  connection: Connection,
  filter: NotificationFilter,
): Promise<ListedNotification[]> {
  const { verdict, accountId, attemptIds, refundIds, after, limit } = filter;
  const isAboutSome = attemptIds !== undefined || refundIds !== undefined;
  if (isAboutSome && (attemptIds ?? []).length === 0 && (refundIds ?? []).length === 0) return [];
  const { body: _, headers: __, ...shown } = getTableColumns(channelNotifications);
  return connection
    .select(shown)
    .from(channelNotifications)
    .where(
      and(
        verdict === undefined ? undefined : eq(channelNotifications.verdict, verdict),
        accountId === undefined ? undefined : eq(channelNotifications.channelAccountId, accountId),
        isAboutSome ? isAbout(attemptIds ?? [], refundIds ?? []) : undefined,
        after === undefined ? undefined : lt(channelNotifications.id, after),
      ),
    )
    .orderBy(desc(channelNotifications.id))
    .limit(limit);
}

function isAbout(attemptIds: readonly string[], refundIds: readonly string[]) {
  return or(
    attemptIds.length === 0 ? undefined : inArray(channelNotifications.attemptId, [...attemptIds]),
    refundIds.length === 0 ? undefined : inArray(channelNotifications.refundId, [...refundIds]),
  );
}

const updateNotification = updateRow(channelNotifications);

/** The reason of a notification that waits again after it was applied. */
export const wasApplied = "was_applied";

/**
 * Makes a notification wait for its worker again, whatever its end was; due again then. While it waits, its
 * reason says what its end was, and `processedAt` when it was reopened.
 */
export async function reopenNotification(
  connection: Connection,
  { id, verdict, reason }: Pick<ChannelNotificationRow, "id" | "verdict" | "reason">,
  { at: processedAt, dueAt }: { readonly at: Date; readonly dueAt: Date },
): Promise<void> {
  // One that waits already keeps what it was before.
  const before = verdict === "received" ? reason : `was_${verdict}`;
  await updateNotification(connection, { id }, { verdict: "received", reason: before, processedAt, dueAt });
}

/** Says what a notification is about that could not be read when it came. */
export async function identifyNotification(
  connection: Connection,
  id: string,
  about: Pick<ChannelNotificationRow, "attemptId" | "refundId">,
): Promise<void> {
  await updateNotification(connection, { id }, about);
}
