import { freshDatabase } from "@compose-pay/test-support";
import { type Connection, createConnection } from "mysql2/promise";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insertRowWith } from "../testing/schema-of.ts";
import { applyMigration, prepareRecords } from "./apply-migration.ts";
import { migrateDatabase } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";

const migrations = await readMigrations();
const at = migrations.findIndex(({ tag }) => tag === "0004_reconciliation");
const backfill = migrations[at]?.statements.slice(-2) ?? [];

const settledAt = new Date("2026-03-04T15:59:59.999Z");
const attempt = { payment_id: "pay_1", channel_account_id: "acc_1", method: "mock", amount: 100, fee: 6 };
const refund = { payment_id: "pay_1", app_id: "app_1", channel_account_id: "acc_1", method: "mock", live: 1 };

let url: string;
let drop: () => Promise<void>;
let session: Connection;

beforeEach(async () => {
  ({ url, drop } = await freshDatabase());
  session = await createConnection({ uri: url, timezone: "Z" });
  await prepareRecords(session);
  for (const migration of migrations.slice(0, at)) await applyMigration(session, migration);
  const paidAt = new Date("2026-03-01T16:00:00.000Z");
  const payment = { id: "pay_1", app_id: "app_1", live: 1, current_attempt_id: "att_paid", paid_at: paidAt };
  await insertRowWith(session, "payments", payment);
  const attempts = [
    { id: "att_paid", state: "succeeded", settled_at: settledAt, channel_trade_no: "42" },
    { id: "att_second", state: "succeeded", settled_at: settledAt },
    { id: "att_closed", state: "closed", settled_at: settledAt },
  ];
  for (const one of attempts) await insertRowWith(session, "attempts", { ...attempt, ...one });
  const succeededAt = new Date("2026-03-02T15:59:59.999Z");
  const ended = { amount: 30, fee_returned: 2, settled_at: settledAt };
  const refunds = [
    { ...ended, id: "rfd_1", state: "succeeded", succeeded_at: succeededAt, channel_refund_no: "50" },
    { ...ended, id: "rfd_2", refund_no: "2", state: "failed" },
  ];
  for (const one of refunds) await insertRowWith(session, "refunds", { ...refund, ...one });
});

afterEach(async () => {
  await session.end();
  await drop();
});

const entries = async (): Promise<readonly unknown[]> => {
  const [rows] = await session.query({
    sql: `SELECT out_no, day, kind, app_id, live, payment_id, amount, fee, channel_no, occurred_at, booked_at
      FROM book_entries ORDER BY out_no`,
    dateStrings: true,
    rowsAsArray: true,
  });
  // because a SELECT answers rows
  return rows as readonly unknown[];
};

const paidAt = "2026-03-01 16:00:00.000";
const knownAt = "2026-03-04 15:59:59.999";
const backAt = "2026-03-02 15:59:59.999";
const expected = [
  ["att_paid", "2026-03-02", "payment", "app_1", 1, "pay_1", 100, 6, "42", paidAt, knownAt],
  ["att_second", "2026-03-04", "payment", "app_1", 1, "pay_1", 100, 6, null, knownAt, knownAt],
  ["rfd_1", "2026-03-02", "refund", "app_1", 1, "pay_1", 30, -2, "50", backAt, knownAt],
];

describe("a database of before there were books", () => {
  it("gets an entry for each success that is there, on the day on which it happened", async () => {
    await migrateDatabase(url);
    expect(await entries()).toEqual(expected);
  });

  it("keeps its entries as they are when they are made again", async () => {
    await migrateDatabase(url);
    expect(backfill).toHaveLength(2);
    await session.query("UPDATE book_entries SET fee = 7 WHERE out_no = 'att_paid'");
    for (const statement of backfill) await session.query(statement);
    const [paid, ...others] = expected;
    expect(await entries()).toEqual([paid?.with(7, 7), ...others]);
  });
});
