import { freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { isDuplicate } from "../failure.ts";
import { migrateDatabase } from "../migrate.ts";
import { type BookEntryRow, insertBookEntries } from "./book-entries.ts";
import { findBookedDays, findBookEntries } from "./book-pages.ts";
import { type EntryToMatch, pageOfEntries } from "./matching-pages.ts";
import { countAppDay, sumAccountDay, sumAppDay } from "./book-totals.ts";

const of = { accountId: "acc_1", day: "2026-03-01" };

function entry(index: number, changes: Partial<BookEntryRow> = {}): BookEntryRow {
  const isRefund = index % 10 === 0;
  return {
    channelAccountId: of.accountId,
    day: of.day,
    outNo: `att_${String(index).padStart(6, "0")}`,
    kind: isRefund ? "refund" : "payment",
    appId: index % 2 === 0 ? "app_1" : "app_2",
    live: false,
    paymentId: `pay_${index}`,
    method: "wechat_native",
    amount: index,
    fee: isRefund ? -1 : 2,
    channelNo: isRefund ? null : `42${index}`,
    occurredAt: new Date(Date.UTC(2026, 2, 1, 4, 0, 0, index)),
    bookedAt: new Date("2026-03-01T05:00:00.000Z"),
    ...changes,
  };
}

const rows = Array.from({ length: 1_000 }, (_, index) => entry(index + 1));
const elsewhere = [
  entry(2_001, { channelAccountId: "acc_2" }),
  entry(2_002, { day: "2026-03-02" }),
  entry(2_003, { live: true, channelAccountId: "acc_3" }),
];

describe("the books", () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 4 });
    await insertBookEntries(database.connection, [...rows.toReversed(), ...elsewhere]);
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  afterAll(() => drop());

  it.each([1_000, 999, 300, 5_000])(
    "are read in the order of their numbers, by pages of %i",
    async (limit) => {
      const read: EntryToMatch[] = [];
      const books = { channelAccountId: of.accountId, day: of.day };
      for (;;) {
        const after = read.at(-1)?.outNo ?? "";
        const page = await pageOfEntries(database.connection, books, { after, limit });
        read.push(...page);
        if (page.length < limit) break;
      }
      expect(read).toEqual(rows.map(({ outNo, kind, amount, fee }) => ({ outNo, kind, amount, fee })));
    },
  );

  it("have a success once", async () => {
    const again = insertBookEntries(database.connection, [entry(1)]);
    await expect(again).rejects.toSatisfy(isDuplicate);
  });

  it("know under which day a number of an account is booked", async () => {
    const outNos = ["att_000007", "att_002001", "att_002002", "att_none"];
    const days = ["2026-02-28", "2026-03-01", "2026-03-02"];
    expect(await findBookedDays(database.connection, "acc_1", { outNos, days })).toEqual(
      new Map([
        ["att_000007", "2026-03-01"],
        ["att_002002", "2026-03-02"],
      ]),
    );
    expect(await findBookedDays(database.connection, "acc_1", { outNos, days: [] })).toEqual(new Map());
    expect(await findBookedDays(database.connection, "acc_1", { outNos: [], days })).toEqual(new Map());
  });

  it("find each of more numbers and days than one query looks at", async () => {
    const days = Array.from({ length: 30 }, (_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`);
    const outNos = rows.map(({ outNo }) => outNo);
    const found = await findBookEntries(database.connection, "acc_1", { outNos, days });
    expect(found.toSorted((one, other) => one.outNo.localeCompare(other.outNo))).toEqual(rows);
  });

  it("sum up an account's day and an app's day, without what lies beside them", async () => {
    const { connection } = database;
    const sums = {
      payments: 900,
      paymentAmount: 450_000,
      refunds: 100,
      refundAmount: 50_500,
      fees: 1_700,
    };
    expect(await sumAccountDay(connection, of)).toEqual(sums);
    const app = { appId: "app_2", live: false, day: of.day };
    // acc_2 has one of it as well.
    expect(await sumAppDay(connection, app)).toEqual({
      payments: 501,
      paymentAmount: 252_001,
      refunds: 0,
      refundAmount: 0,
      fees: 1_002,
    });
    expect(await countAppDay(connection, app)).toBe(501);
    const none = { payments: 0, paymentAmount: 0, refunds: 0, refundAmount: 0, fees: 0 };
    expect(await sumAccountDay(connection, { ...of, day: "2026-02-28" })).toEqual(none);
    expect(await countAppDay(connection, { ...app, live: true })).toBe(1);
  });
});
