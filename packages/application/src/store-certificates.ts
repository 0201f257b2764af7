import type { ChannelCertificate } from "@compose-pay/channels";
import {
  type Database,
  deleteExpiredCertificates,
  findChannelCertificates,
  inTransaction,
  lockChannelAccount,
  putChannelCertificates,
  updateChannelAccount,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { later } from "./due-after.ts";

/** WeChat Pay asks for a look at least every 12 hours (APIv3, platform certificates). */
const everyMs = 10 * 3_600_000;
const jitterMs = 3_600_000;

/** What was signed before a certificate expired may be verified after it: a stored notification, say. */
const keptAfterExpiryMs = 7 * 86_400_000;

/**
 * Keeps the certificates of a verified download beside those there are, and says when the next is due: never
 * for an account that needs none. A new one makes every process open the account anew.
 *
 * @returns the serial numbers that are new
 */
export async function storeCertificates(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  {
    accountId,
    certificates,
  }: { readonly accountId: string; readonly certificates: readonly ChannelCertificate[] },
): Promise<readonly string[]> {
  const now = clock.now();
  return inTransaction(database, async (transaction) => {
    const account = await lockChannelAccount(transaction, { id: accountId });
    if (account === null) return [];
    const known = await findChannelCertificates(transaction, accountId);
    const knownSerials = new Set(known.map(({ serial }) => serial));
    const added = certificates.filter(({ serial }) => !knownSerials.has(serial));
    const stored = certificates.map((one) => ({ ...one, channelAccountId: accountId, fetchedAt: now }));
    await putChannelCertificates(transaction, stored);
    const deleted = await deleteExpiredCertificates(transaction, accountId, later(now, -keptAfterExpiryMs));
    const isChanged = added.length > 0 || deleted > 0;
    const needsNone = certificates.length === 0 && known.length === 0;
    await updateChannelAccount(transaction, accountId, {
      certificatesDueAt: needsNone ? null : later(now, everyMs + Math.random() * jitterMs),
      // Strictly later, since that is what tells processes of the change.
      ...(isChanged ? { updatedAt: latest(now, later(account.updatedAt, 1)) } : {}),
    });
    return added.map(({ serial }) => serial);
  });
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
