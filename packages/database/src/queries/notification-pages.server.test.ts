import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { type ChannelNotificationRow, insertChannelNotifications } from "./journals.ts";
import { listNotificationPage } from "./notification-pages.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
/** Newest first. */
let rows: readonly ChannelNotificationRow[];

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  // One connection, so that its counters are those of the query.
  database = openDatabase({ url: fresh.url, poolSize: 1 });
  rows = Array.from({ length: 4_000 }, (_, age) => notification(age));
  await insertChannelNotifications(database.connection, rows);
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** Of every two of one instant, one is another account's; one in a hundred is refused. */
function notification(age: number): ChannelNotificationRow {
  const receivedAt = new Date(Date.UTC(2026, 0, 31) - Math.floor(age / 2) * 1_000);
  return {
    id: `ntf_${String(9_999 - age)}`,
    channelAccountId: age % 2 === 0 ? "acc_a" : "acc_b",
    channel: "wechat",
    notificationId: `ntf ${age}`,
    attemptId: null,
    refundId: null,
    verdict: age % 100 < 2 ? "refused" : "applied",
    reason: null,
    timesReceived: 1,
    headers: {},
    body: Buffer.from("{}"),
    traceId: "trace",
    receivedAt,
    dueAt: null,
    processedAt: receivedAt,
  };
}

/** Rows and index entries that this session has read. */
async function entriesRead(): Promise<number> {
  const [counters] = await database.pool.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return counters
    .filter((row) => !String(row["Variable_name"]).startsWith("Handler_read_rnd"))
    .reduce((sum, row) => sum + Number(row["Value"]), 0);
}

describe("listNotificationPage", () => {
  it.each([
    {},
    { verdict: "refused" },
    { accountId: "acc_b" },
    { accountId: "acc_a", verdict: "refused" },
    { accountId: "acc_b", verdict: "applied" },
  ] as const)("reads little more than its page of %j, however deep it is", async (of) => {
    const wanted = rows.filter(
      (row) =>
        (!("verdict" in of) || row.verdict === of.verdict) &&
        (!("accountId" in of) || row.channelAccountId === of.accountId),
    );
    for (const depth of [0, 1, Math.floor(wanted.length / 2), wanted.length - 10]) {
      const after = depth === 0 ? undefined : wanted[depth - 1];
      const before = await entriesRead();
      const page = await listNotificationPage(database.connection, { ...of, after, limit: 11 });
      const read = (await entriesRead()) - before;
      expect(page.map(({ id }) => id)).toEqual(wanted.slice(depth, depth + 11).map(({ id }) => id));
      expect(read).toBeGreaterThanOrEqual(page.length - 1);
      // Those of each verdict, and the rows themselves.
      expect(read).toBeLessThanOrEqual(70);
    }
  });
});
