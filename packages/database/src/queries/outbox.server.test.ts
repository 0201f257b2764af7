import { freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { inTransaction } from "../transaction.ts";
import { deleteOutbox, insertOutbox, oldestOutboxRow, type OutboxRow, takeStaleOutbox } from "./outbox.ts";

const createdAt = new Date("2026-03-01T08:00:00.000Z");
const row = (id: string): OutboxRow => ({
  id,
  queue: "notify.events",
  name: "event.created",
  version: 2,
  body: { event_ids: [id] },
  traceId: "trace",
  createdAt,
});

describe("the outbox", () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 8 });
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  afterAll(() => drop());

  it("deletes rows without waiting for the rows of transactions under way", async () => {
    await insertOutbox(database.connection, [row("msg_1"), row("msg_2"), row("msg_3")]);
    await inTransaction(database, async (transaction) => {
      await insertOutbox(transaction, [row("msg_0"), row("msg_4")]);
      // A delete that waited for the rows above would end in a lock wait time-out.
      await deleteOutbox(database.connection, ["msg_1", "msg_3", "msg_9"]);
    });
    const left = await takeStaleOutbox(database.connection, { createdBefore: new Date(), limit: 10 });
    expect(left.map(({ id }) => id).toSorted()).toEqual(["msg_0", "msg_2", "msg_4"]);
    await deleteOutbox(
      database.connection,
      left.map(({ id }) => id),
    );
    expect(await oldestOutboxRow(database.connection)).toBeNull();
  });

  it("gives each stale row to one of two relays", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `msg_r${index + 10}`);
    await insertOutbox(database.connection, ids.map(row));
    const stale = { createdBefore: new Date(), limit: 12 };
    const taken = await inTransaction(database, async (first) => {
      const mine = await takeStaleOutbox(first, stale);
      const others = await inTransaction(database, (second) => takeStaleOutbox(second, stale));
      return [...mine, ...others].map(({ id }) => id);
    });
    expect(taken).toHaveLength(20);
    expect(taken.toSorted()).toEqual(ids);
    expect(await oldestOutboxRow(database.connection)).toEqual(createdAt);
  });
});
