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
  return database;
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
