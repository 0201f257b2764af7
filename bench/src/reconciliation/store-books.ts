import type { Connection } from "mysql2/promise";
import { numbersOf, plantedDay, type PlantedNumber, plantedNumber } from "./planted-day.ts";

const rowsInStatement = 5_000;

/** The tables that the day stands in on our side. */
const ourTables = ["book_entries", "attempts", "payments"] as const;

/**
 * Writes our side of the planted day in bulk: the entries of all numbers that we have booked, and the records of those on
 * which a difference is planted, which are looked up. Where both sides agree nothing but the entry is read.
 */
export async function storeBooks(
  database: Connection,
  { lines, accountId }: { readonly lines: number; readonly accountId: string },
): Promise<void> {
  for (const table of ourTables) await database.query(`TRUNCATE TABLE ${table}`);
  const numbers = numbersOf(lines);
  let entries: string[] = [];
  const records: PlantedNumber[] = [];
  const write = async () => {
    if (entries.length > 0) await database.query(insertEntries + entries.join(","));
    entries = [];
  };
  for (let place = 0; place < numbers; place += 1) {
    const number = plantedNumber(place, numbers);
    if (number.planted !== null && number.planted !== "missing_here") records.push(number);
    if (number.planted === "missing_here" || number.planted === "status_differs") continue;
    entries.push(entryOf(number, accountId));
    if (entries.length === rowsInStatement) await write();
  }
  await write();
  await database.query(insertAttempts + records.map((one) => attemptOf(one, accountId)).join(","));
  await database.query(insertPayments + records.map(paymentOf).join(","));
}

const insertEntries =
  "INSERT INTO book_entries (channel_account_id, day, out_no, kind, app_id, live, payment_id, method, amount, fee, " +
  "channel_no, occurred_at, booked_at) VALUES ";

function entryOf(
  { outNo, kind, paymentId, amount, fee, channelNo, occurredAt }: PlantedNumber,
  accountId: string,
) {
  const at = timeText(occurredAt);
  return (
    `('${accountId}','${plantedDay}','${outNo}','${kind}','${appId}',0,'${paymentId}','wechat_native',` +
    `${amount},${fee},'${channelNo}','${at}','${at}')`
  );
}

const insertAttempts =
  "INSERT INTO attempts (id, payment_id, method, channel, channel_account_id, amount, currency, state, " +
  "channel_trade_no, fee, queries_made, close_requested, trace_id, created_at, expires_at, settled_at) VALUES ";

function attemptOf(
  { outNo, paymentId, amount, fee, channelNo, occurredAt, planted }: PlantedNumber,
  accountId: string,
): string {
  const at = timeText(occurredAt);
  const state = planted === "status_differs" ? "closed" : "succeeded";
  return (
    `('${outNo}','${paymentId}','wechat_native','wechat','${accountId}',${amount},'CNY','${state}',` +
    `'${channelNo}',${fee},0,0,'bench','${at}','${at}','${at}')`
  );
}

const insertPayments =
  "INSERT INTO payments (id, app_id, order_no, parameters_sha256, amount, amount_refunded, currency, status, method, " +
  "subject, metadata, live, current_attempt_id, event_sequence, trace_id, created_at, expires_at) VALUES ";

function paymentOf({ outNo, paymentId, amount, occurredAt, planted }: PlantedNumber): string {
  const at = timeText(occurredAt);
  const status = planted === "status_differs" ? "closed" : "succeeded";
  return (
    `('${paymentId}','${appId}','${outNo}','${"0".repeat(64)}',${amount},0,'CNY','${status}','wechat_native',` +
    `'Tea','{}',0,'${outNo}',1,'bench','${at}','${at}')`
  );
}

const appId = "app_bench";

/** As a DATETIME(3) in UTC. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1).replace("T", " ");
}
