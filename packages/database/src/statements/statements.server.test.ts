import { freshDatabase } from "@compose-pay/test-support";
import { eq } from "../drizzle.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { isDuplicate } from "../failure.ts";
import { migrateDatabase } from "../migrate.ts";
import { type ChannelNotificationRow, findChannelNotification } from "../queries/journals.ts";
import { channelNotifications } from "../tables/index.ts";
import { insertRows } from "./insert-rows.ts";
import { updateRow } from "./update-row.ts";

const receivedAt = new Date("2026-03-01T08:00:00.123Z");
const row = (id: string): ChannelNotificationRow => ({
  id,
  channelAccountId: "acc_1",
  channel: "wechat",
  notificationId: `n_${id}`,
  attemptId: null,
  refundId: null,
  verdict: "received",
  reason: "it's a \\ and a \u{1F375}; DROP TABLE",
  timesReceived: 1,
  headers: { "wechatpay-nonce": '"quoted"' },
  body: Buffer.from([0, 1, 39, 92, 255]),
  traceId: "trace",
  receivedAt,
  dueAt: null,
  processedAt: null,
});

describe("statements that are worded once", () => {
  let database: Database;
  let drop: () => Promise<void>;
  const insert = insertRows(channelNotifications);
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 4 });
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  afterAll(() => drop());

  it("write and read what drizzle reads: text, moments, JSON, bytes and nulls", async () => {
    const { connection } = database;
    expect(await insert(connection, [row("ntf_1"), row("ntf_2")])).toBe(2);
    const [byDrizzle] = await connection
      .select()
      .from(channelNotifications)
      .where(eq(channelNotifications.id, "ntf_1"));
    expect(byDrizzle).toEqual(row("ntf_1"));
    expect(await findChannelNotification(connection, "ntf_1")).toEqual(row("ntf_1"));
  });

  it("write nothing for no rows", async () => {
    expect(await insert(database.connection, [])).toBe(0);
  });

  it("throw a duplicate, or count it where they are told how", async () => {
    const { connection } = database;
    const count = insertRows(channelNotifications, "times_received = times_received + 1");
    await insert(connection, [row("ntf_3")]);
    await expect(insert(connection, [row("ntf_3")])).rejects.toSatisfy(isDuplicate);
    expect(await count(connection, [row("ntf_3")])).toBe(2);
    expect(await findChannelNotification(connection, "ntf_3")).toMatchObject({ timesReceived: 2 });
  });

  it("change the row that still has the expected values, and only that one", async () => {
    const { connection } = database;
    const update = updateRow(channelNotifications);
    await insert(connection, [row("ntf_4"), row("ntf_5")]);
    const change = { verdict: "applied", dueAt: receivedAt, reason: null } as const;
    expect(await update(connection, { id: "ntf_4", verdict: "received" }, change)).toBe(true);
    expect(await update(connection, { id: "ntf_4", verdict: "received" }, change)).toBe(false);
    expect(await findChannelNotification(connection, "ntf_4")).toEqual({ ...row("ntf_4"), ...change });
    expect(await findChannelNotification(connection, "ntf_5")).toEqual(row("ntf_5"));
  });
});
