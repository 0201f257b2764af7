import { later, processAgain } from "@compose-pay/application";
import {
  type ChannelNotificationRow,
  type Database,
  findChannelNotification,
  insertChannelNotifications,
  listDiscrepancies,
  migrateDatabase,
  openDatabase,
} from "@compose-pay/database";
import { createLogger, newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeNotification, tryAgainLater } from "./end-notification.ts";

const receivedAt = new Date("2026-03-01T08:00:00.000Z");
const hourMs = 3_600_000;
const logger = createLogger({ service: "test", level: "silent" });

describe("a notification that is processed again", () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 2 });
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  afterAll(() => drop());

  const depsAt = (hours: number) => {
    const now = later(receivedAt, hours * hourMs);
    return { database, logger, clock: { now: () => now } };
  };
  const reread = async (id: string): Promise<ChannelNotificationRow> => {
    const row = await findChannelNotification(database.connection, id);
    if (row === null) throw new Error(`there is no notification ${id}`);
    return row;
  };
  const stored = async (verdict: ChannelNotificationRow["verdict"]): Promise<string> => {
    const id = newId("ntf");
    const row: ChannelNotificationRow = {
      id,
      channelAccountId: "acc_1",
      channel: "wechat",
      notificationId: id,
      attemptId: `att_of_${id}`,
      refundId: null,
      verdict,
      reason: null,
      timesReceived: 1,
      headers: {},
      body: Buffer.from("what was posted"),
      traceId: "trace_1",
      receivedAt,
      dueAt: verdict === "received" ? receivedAt : null,
      processedAt: verdict === "received" ? null : receivedAt,
    };
    await insertChannelNotifications(database.connection, [row]);
    return id;
  };
  const tryAt = async (id: string, hours: number) => {
    await tryAgainLater(depsAt(hours), await reread(id), { reason: "unknown", claim: null });
    return (await reread(id)).verdict;
  };
  const isRaised = async (id: string): Promise<boolean> => {
    const open = await listDiscrepancies(database.connection, { state: "open", limit: 100 });
    return open.some(({ attemptId }) => attemptId === `att_of_${id}`);
  };

  it("is tried for a day from when it was reopened, however old it is, and raised then", async () => {
    const id = await stored("refused");
    await processAgain(depsAt(100), id);
    expect(await tryAt(id, 100)).toBe("received");
    expect(await tryAt(id, 123.9)).toBe("received");
    expect(await isRaised(id)).toBe(false);
    expect(await tryAt(id, 124.1)).toBe("refused");
    expect(await isRaised(id)).toBe(true);
  });

  it("is tried for a day from when it came when nobody reopened it", async () => {
    const id = await stored("received");
    expect(await tryAt(id, 23.9)).toBe("received");
    expect(await tryAt(id, 24.1)).toBe("refused");
    expect(await isRaised(id)).toBe(true);
  });

  it("stays applied when it was so and changes nothing now, though it was reopened twice", async () => {
    const id = await stored("applied");
    await processAgain(depsAt(100), id);
    await processAgain(depsAt(101), id);
    expect(await reread(id)).toMatchObject({ verdict: "received", reason: "was_applied" });
    await closeNotification(depsAt(102), await reread(id), { verdict: "unchanged", reason: null });
    expect(await reread(id)).toMatchObject({ verdict: "applied", reason: null, dueAt: null });
  });

  it("is unchanged when it was refused and is true by now, and says nothing new", async () => {
    const id = await stored("refused");
    await processAgain(depsAt(100), id);
    await closeNotification(depsAt(101), await reread(id), { verdict: "unchanged", reason: null });
    expect(await reread(id)).toMatchObject({ verdict: "unchanged", reason: null });
  });
});
