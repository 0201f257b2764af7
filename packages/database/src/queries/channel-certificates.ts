import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, inArray, isNull, lt, lte, or } from "../drizzle.ts";
import { channelAccounts, channelCertificates } from "../tables/index.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { type DueClaim, leaseEnd } from "./due-rows.ts";

export type ChannelCertificateRow = typeof channelCertificates.$inferSelect;

export type DueCertificates = Pick<typeof channelAccounts.$inferSelect, "id" | "channel">;

/** The one that expires first comes first. */
export async function findChannelCertificates(
  connection: Connection,
  accountId: string,
): Promise<ChannelCertificateRow[]> {
  return connection
    .select()
    .from(channelCertificates)
    .where(eq(channelCertificates.channelAccountId, accountId))
    .orderBy(asc(channelCertificates.expiresAt));
}

/** The same of several accounts. */
export async function findCertificatesOf(
  connection: Connection,
  accountIds: readonly string[],
): Promise<ChannelCertificateRow[]> {
  if (accountIds.length === 0) return [];
  return connection
    .select()
    .from(channelCertificates)
    .where(inArray(channelCertificates.channelAccountId, [...accountIds]))
    .orderBy(asc(channelCertificates.expiresAt));
}

export type ExpiringCertificate = Pick<typeof channelAccounts.$inferSelect, "id" | "channel" | "name"> & {
  /** Of the last certificate that the account has. */
  readonly expiresAt: Date;
};

/**
 * Enabled accounts whose last certificate expires before then: one that has a later one beside it is being replaced, as
 * it should be. The first to expire comes first.
 */
export async function findExpiringCertificates(
  connection: Connection,
  before: Date,
): Promise<ExpiringCertificate[]> {
  const { id, channel, name, enabled } = channelAccounts;
  // Their number follows from that of accounts: a few for each.
  const rows = await connection
    .select({ id, channel, name, expiresAt: channelCertificates.expiresAt })
    .from(channelCertificates)
    .innerJoin(channelAccounts, eq(id, channelCertificates.channelAccountId))
    .where(eq(enabled, true))
    .orderBy(asc(channelCertificates.expiresAt));
  // The later one of an account takes the earlier one's place.
  const last = new Map(rows.map((row) => [row.id, row]));
  return [...last.values()]
    .filter(({ expiresAt }) => expiresAt < before)
    .toSorted((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
}

const insertOrTouch = insertRows(channelCertificates, "fetched_at = VALUES(fetched_at)");

/** Adds certificates; one that is there already stays as it is and was fetched again. */
export async function putChannelCertificates(
  connection: Connection,
  rows: readonly ChannelCertificateRow[],
): Promise<void> {
  await insertOrTouch(connection, rows);
}

/** @returns how many there were */
export async function deleteExpiredCertificates(
  connection: Connection,
  accountId: string,
  expiredBefore: Date,
): Promise<number> {
  const { channelAccountId, expiresAt } = channelCertificates;
  const result = await connection
    .delete(channelCertificates)
    .where(and(eq(channelAccountId, accountId), lt(expiresAt, expiredBefore)));
  return affected(result);
}

/**
 * Takes the right to have an account's certificates fetched because of a key that is not known. Decided by
 * this one UPDATE, so that however many strangers send nonsense to however many processes, a channel is
 * asked once in that time.
 *
 * @param ask `agedMs` makes its mark look that much older, and what looks as old does not stand in the way of
 *   one with less: whoever asks with 0 is held up by nobody but those that do so too
 */
export async function takeCertificateAsking(
  connection: Connection,
  accountId: string,
  ask: { readonly now: Date; readonly onceInMs: number; readonly agedMs: number },
): Promise<boolean> {
  const { now, onceInMs, agedMs } = ask;
  const mark = now.getTime() - agedMs;
  const { id, certificatesAskedAt } = channelAccounts;
  const isFree = or(
    isNull(certificatesAskedAt),
    lte(certificatesAskedAt, new Date(mark - onceInMs)),
    // A host whose clock was far ahead has left it: it would hold for as long as that.
    gt(certificatesAskedAt, new Date(now.getTime() + onceInMs)),
  );
  const result = await connection
    .update(channelAccounts)
    .set({ certificatesAskedAt: new Date(mark) })
    .where(and(eq(id, accountId), isFree));
  return affected(result) === 1;
}

/** Takes accounts whose certificates are due to be fetched. For one transaction. */
export async function claimDueCertificates(
  transaction: Connection,
  claim: DueClaim,
): Promise<DueCertificates[]> {
  const { id, channel, certificatesDueAt } = channelAccounts;
  const due = await transaction
    .select({ id, channel })
    .from(channelAccounts, { forceIndex: "channel_accounts_certificates_due" })
    .where(lte(certificatesDueAt, claim.now))
    .orderBy(asc(certificatesDueAt))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  const ids = due.map((account) => account.id);
  if (ids.length > 0) {
    await transaction
      .update(channelAccounts)
      .set({ certificatesDueAt: leaseEnd(claim) })
      .where(inArray(id, ids));
  }
  return due;
}

/** Null when they need not be fetched again. */
export async function setCertificatesDue(
  connection: Connection,
  accountId: string,
  dueAt: Date | null,
): Promise<void> {
  await connection
    .update(channelAccounts)
    .set({ certificatesDueAt: dueAt })
    .where(eq(channelAccounts.id, accountId));
}

/** Because drizzle hands out the driver's result under its own name for it. */
function affected(result: readonly unknown[]): number {
  const [header] = result as [ResultSetHeader];
  return header.affectedRows;
}
