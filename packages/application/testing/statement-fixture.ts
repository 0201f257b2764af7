import { type BookEntryRow, insertBookEntries } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { paidPayment } from "./refund-fixture.ts";
import type { SetUpFixture } from "./set-up-fixture.ts";

export const day = "2026-03-01";
export const ofTest = { appId: "app_test", live: false, day } as const;

/** Half past ten on the day after, in China. */
export const readyAt = new Date("2026-03-02T02:30:00.000Z");

/** An account with bills. */
export async function addAccount({ deps }: SetUpFixture, id: string): Promise<void> {
  await deps.database.pool.query(
    `INSERT INTO channel_accounts (id, channel, name, live, enabled, base_url, credentials, created_at, updated_at)
     VALUES (?, 'wechat', ?, 0, 1, 'http://127.0.0.1:1', '', NOW(3), NOW(3))`,
    [id, id],
  );
}

/** The next version of the account's run of the day. */
export async function addRun({ deps }: SetUpFixture, accountId: string, state: string): Promise<void> {
  await deps.database.pool.query(
    `INSERT INTO runs (id, channel_account_id, day, version, state, \`cursor\`, is_lines_done, counts, asked, fence,
       \`trigger\`, trace_id, created_at)
     SELECT ?, ?, ?, COALESCE(MAX(version), 0) + 1, ?, '', 0, '{}', 0, 0, 'job', 'trace', NOW(3) FROM runs
     WHERE channel_account_id = ? AND day = ?`,
    [newId("run"), accountId, day, state, accountId, day],
  );
}

/** As many payments of a day as asked for, of which all but the first are entries alone. */
export async function bookPayments(
  fixture: SetUpFixture,
  orderNo: string,
  { count, ...changes }: Partial<BookEntryRow> & { readonly count: number },
): Promise<void> {
  const { attempt } = await paidPayment(fixture, orderNo);
  const { database } = fixture.deps;
  const place = { channelAccountId: attempt.channelAccountId, day, appId: "app_test", live: false };
  const entry: BookEntryRow = {
    ...place,
    outNo: attempt.id,
    kind: "payment",
    paymentId: attempt.paymentId,
    method: attempt.method,
    amount: attempt.amount,
    fee: attempt.fee,
    channelNo: attempt.channelTradeNo,
    occurredAt: new Date("2026-03-01T08:01:00.000Z"),
    bookedAt: new Date("2026-03-01T08:01:00.000Z"),
    ...changes,
  };
  for (let from = 1; from < count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => ({
      ...entry,
      outNo: attempt.id.slice(0, 20) + String(from + index).padStart(10, "0"),
    }));
    await insertBookEntries(database.connection, some);
  }
}
