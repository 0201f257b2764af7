import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Order } from "./order.ts";

/** The webhook endpoint that the shop registered. */
export interface RegisteredEndpoint {
  readonly id: string;
  readonly secret: string;
}

/** What must survive a restart. Everything here is one step that nothing else of the shop can come between. */
export interface OrderStore {
  save(order: Order): void;
  find(orderNo: string): Order | null;
  /** Changes the order as it stands now; null when there is none. */
  change(orderNo: string, change: (order: Order) => Order): Order | null;
  /** Does the work and remembers the id, both or neither; false, and nothing done, when the id is known. */
  once(webhookId: string, work: () => void): boolean;
  endpoint(): RegisteredEndpoint | null;
  keepEndpoint(endpoint: RegisteredEndpoint): void;
}

export function openOrderStore(file: string): OrderStore {
  mkdirSync(path.dirname(file), { recursive: true });
  // It holds the webhook secret: for its owner only, from the first moment.
  closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file);
  database.exec(schema);
  // A replay goes back 30 days; what somebody sends again after that is known by its sequence.
  database.exec("DELETE FROM webhooks WHERE receivedAt < unixepoch() - 60 * 86400");
  const find = (orderNo: string): Order | null => {
    const row = database.prepare("SELECT * FROM orders WHERE orderNo = ?").get(orderNo);
    // because the table's columns are the members of an order
    return row === undefined ? null : ({ ...row } as unknown as Order);
  };
  const save = (order: Order): void => {
    database.prepare(saveOrder).run({ ...order });
  };
  return {
    save,
    find,
    change: (orderNo, change) => {
      const order = find(orderNo);
      if (order === null) return null;
      const changed = change(order);
      save(changed);
      return changed;
    },
    once: (webhookId, work) => {
      database.exec("BEGIN IMMEDIATE");
      try {
        const kept = database
          .prepare("INSERT OR IGNORE INTO webhooks VALUES (?, unixepoch())")
          .run(webhookId);
        const isNew = kept.changes === 1;
        if (isNew) work();
        database.exec("COMMIT");
        return isNew;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    endpoint: () => {
      const row = database.prepare("SELECT id, secret FROM endpoint").get();
      // because the table's columns are these
      return row === undefined ? null : ({ ...row } as unknown as RegisteredEndpoint);
    },
    keepEndpoint: ({ id, secret }) => {
      database.prepare("INSERT OR REPLACE INTO endpoint VALUES (1, ?, ?)").run(id, secret);
    },
  };
}

const schema = `
CREATE TABLE IF NOT EXISTS orders (
  orderNo TEXT PRIMARY KEY,
  product TEXT NOT NULL,
  amount INTEGER NOT NULL,
  method TEXT NOT NULL,
  status TEXT NOT NULL,
  qrCode TEXT,
  paymentSequence INTEGER NOT NULL,
  refundNo TEXT,
  refundStatus TEXT,
  refundSequence INTEGER NOT NULL,
  problem TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS webhooks (id TEXT PRIMARY KEY, receivedAt INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS endpoint (one INTEGER PRIMARY KEY, id TEXT NOT NULL, secret TEXT NOT NULL) STRICT;
`;

const saveOrder = `
INSERT OR REPLACE INTO orders VALUES (
  :orderNo, :product, :amount, :method, :status, :qrCode, :paymentSequence, :refundNo, :refundStatus,
  :refundSequence, :problem
)`;
