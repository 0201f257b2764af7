import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openClock } from "./clock.ts";
import { openDatabase } from "./database.ts";
import { openDocuments } from "./documents.ts";
import type { OrderStore } from "./order-store.ts";
import { openOrderStore } from "./order-store.ts";
import type { NewRefund } from "./order.ts";
import type { RefundStore } from "./refund-store.ts";
import { openRefundStore } from "./refund-store.ts";

let dataDir: string;
let database: DatabaseSync;
let orders: OrderStore;
let refunds: RefundStore;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "refund-store-"));
  open();
});
afterEach(async () => {
  database.close();
  await rm(dataDir, { recursive: true });
});

function open(): void {
  database = openDatabase(dataDir);
  orders = openOrderStore(database, openClock(openDocuments(database)));
  refunds = openRefundStore(database);
}

function order(account: string) {
  return orders.insert({
    channel: "wechat",
    account,
    outTradeNo: "order",
    product: "NATIVE",
    amount: 500,
    subject: "茶",
    fingerprint: "",
    details: "{}",
    notifyUrl: null,
    payCode: "",
    createdAt: 0,
    expiresAt: Date.now() + 60_000,
  });
}

function paidOrder(account: string) {
  const waiting = order(account);
  return orders.pay(waiting, { transactionId: `t-${account}`, amount: 500 }) ?? waiting;
}

const refundOf = (orderId: number, outRefundNo: string, amount: number): NewRefund => ({
  orderId,
  outRefundNo,
  refundId: `id-${outRefundNo}`,
  amount,
  reason: "too hot",
  fingerprint: "print",
  details: "{}",
  notifyUrl: null,
  createdAt: 1_000,
});

describe("the refunds of an order", () => {
  it("never exceed what was paid; a closed one gives its sum free again", () => {
    const { id } = paidOrder("a");
    const first = refunds.insert(refundOf(id, "r1", 300), 2_000);
    expect(first).toMatchObject({
      outRefundNo: "r1",
      refundId: "id-r1",
      status: "processing",
      endedAt: null,
    });
    expect(refunds.insert(refundOf(id, "r2", 201), 2_000)).toBeNull();
    expect(refunds.insert(refundOf(id, "r3", 200), 2_000)).not.toBeNull();
    expect(refunds.sumOf(id)).toBe(500);
    expect(refunds.insert(refundOf(id, "r4", 1), 2_000)).toBeNull();
    refunds.end(first?.id ?? 0, "closed", 1_500);
    expect(refunds.sumOf(id)).toBe(200);
    expect(refunds.insert(refundOf(id, "r4", 300), 2_000)).not.toBeNull();
  });

  it("begin with a payment, and with a number that the order has not used", () => {
    expect(refunds.insert(refundOf(order("unpaid").id, "r1", 1), 0)).toBeNull();
    const { id } = paidOrder("a");
    refunds.insert(refundOf(id, "r1", 1), 0);
    expect(refunds.insert(refundOf(id, "r1", 1), 0)).toBeNull();
    expect(refunds.ofOrder(id).length).toBe(1);
  });

  it("are found by their number among those of their own account", () => {
    const [mine, other] = [paidOrder("mine"), paidOrder("other")];
    refunds.insert(refundOf(mine.id, "r1", 1), 0);
    refunds.insert(refundOf(other.id, "r1", 2), 0);
    const key = { channel: "wechat", outRefundNo: "r1" } as const;
    expect(refunds.find({ ...key, account: "mine" })).toMatchObject({ orderId: mine.id, amount: 1 });
    expect(refunds.find({ ...key, account: "nobody" })).toBeNull();
    expect(refunds.findByNumber("wechat", "r1")).toMatchObject({ orderId: other.id });
    expect(refunds.findByNumber("alipay", "r1")).toBeNull();
  });

  it("end once; an abnormal one can go on", () => {
    const { id } = paidOrder("a");
    const refund = refunds.insert(refundOf(id, "r1", 1), 2_000);
    expect(refunds.due(1_999)).toEqual([]);
    expect(refunds.due(2_000)).toEqual([{ ...refund, dueAt: 2_000 }]);
    const number = refund?.id ?? 0;
    expect(refunds.end(number, "abnormal", 3_000)).toMatchObject({ status: "abnormal", endedAt: 3_000 });
    expect([refunds.end(number, "abnormal", 4_000), refunds.nextDueAt()]).toEqual([null, null]);
    expect(refunds.resume(number, 5_000, "{}")).toMatchObject({ status: "processing", endedAt: null });
    expect([refunds.resume(number, 6_000, "{}"), refunds.nextDueAt()]).toEqual([null, 5_000]);
    expect(refunds.end(number, "success", 5_000)).toMatchObject({ status: "success" });
    expect(refunds.end(number, "closed", 6_000)).toBeNull();
  });
});

describe("a file from before refunds had all their columns", () => {
  it("keeps what it holds", () => {
    const { id } = paidOrder("a");
    database.exec(`DROP TABLE refunds; CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL,
      out_refund_no TEXT NOT NULL, status TEXT NOT NULL, amount INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
      INSERT INTO refunds VALUES (1, ${id}, 'old', 'success', 100, 5)`);
    database.close();
    open();
    expect(refunds.ofOrder(id)).toMatchObject([
      { outRefundNo: "old", status: "success", amount: 100, createdAt: 5, notifyUrl: null, endedAt: null },
    ]);
    expect(refunds.insert(refundOf(id, "new", 401), 0)).toBeNull();
    expect(refunds.insert(refundOf(id, "new", 400), 0)).not.toBeNull();
  });
});
