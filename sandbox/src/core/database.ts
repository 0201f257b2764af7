import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Opens the one file that holds everything the sandbox must remember.
 *
 * WAL with `synchronous = NORMAL` writes without an fsync per request: a killed process loses
 * nothing, a power cut may lose the last moments, which a development tool can bear.
 */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dataDir, "sandbox.sqlite"), { timeout: 5_000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;");
  database.exec(schema);
  for (const [table, column, type] of laterColumns) addColumn(database, table, column, type);
  database.exec(laterIndexes);
  return database;
}

/** What tables of an older file may lack. Each has a default that fits the rows that are there. */
const laterColumns = [
  ["orders", "closed_by", "TEXT"],
  ["refunds", "refund_id", "TEXT NOT NULL DEFAULT ''"],
  ["refunds", "reason", "TEXT"],
  ["refunds", "fingerprint", "TEXT NOT NULL DEFAULT ''"],
  ["refunds", "details", "TEXT NOT NULL DEFAULT '{}'"],
  ["refunds", "notify_url", "TEXT"],
  ["refunds", "ended_at", "INTEGER"],
  ["refunds", "due_at", "INTEGER"],
  ["notifications", "refund_id", "INTEGER"],
  ["notifications", "url", "TEXT"],
] as const;

const laterIndexes = `
CREATE INDEX IF NOT EXISTS orders_by_pay_code ON orders (pay_code);
CREATE INDEX IF NOT EXISTS refunds_by_out_refund_no ON refunds (out_refund_no);
CREATE INDEX IF NOT EXISTS refunds_by_creation ON refunds (created_at, id);
CREATE INDEX IF NOT EXISTS refunds_by_end ON refunds (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_payment ON orders (channel, account, paid_at, id) WHERE paid_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS notifications_by_refund ON notifications (refund_id) WHERE refund_id IS NOT NULL;
`;

function addColumn(database: DatabaseSync, table: string, column: string, type: string): void {
  const present = database.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?").get(table, column);
  if (present === undefined) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

const schema = `
CREATE TABLE IF NOT EXISTS documents (
  name TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS orders (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  out_trade_no TEXT NOT NULL,
  product TEXT NOT NULL,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL,
  paid_amount INTEGER,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  details TEXT NOT NULL,
  notify_url TEXT,
  pay_code TEXT NOT NULL,
  transaction_id TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  scanned_at INTEGER,
  paid_at INTEGER,
  closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS orders_by_number ON orders (channel, out_trade_no, account);
CREATE UNIQUE INDEX IF NOT EXISTS orders_by_transaction ON orders (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_expiry ON orders (expires_at) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS orders_by_creation ON orders (channel, created_at, id);

CREATE TABLE IF NOT EXISTS refunds (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  out_refund_no TEXT NOT NULL,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS refunds_by_number ON refunds (order_id, out_refund_no);

CREATE TABLE IF NOT EXISTS notifications (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  order_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  copies INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  attempts TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS notifications_due ON notifications (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS notifications_by_order ON notifications (order_id);
`;
