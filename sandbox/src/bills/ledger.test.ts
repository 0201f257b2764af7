import type { DatabaseSync } from "node:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../core/database.ts";
import { openOrderStore } from "../core/order-store.ts";
import { openRefundStore } from "../core/refund-store.ts";
import { parseBillDay } from "./bill-day.ts";
import type { BillDay } from "./bill-day.ts";
import { outNoOf } from "./bill-line.ts";
import { openLedger } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";

const day = parseBillDay("2026-03-01") as BillDay;
const key = { channel: "wechat", account: "1900009191" } as const;

let dataDir: string;
let database: DatabaseSync;
let ledger: Ledger;
let now = 0;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "ledger-"));
  database = openDatabase(dataDir);
  ledger = openLedger(database);
});
afterAll(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

const clock = {
  now: () => now,
  realNow: () => now,
  offsetMs: () => 0,
  moveTo: () => undefined,
  onMove: () => undefined,
};

function buy(outTradeNo: string, paidAt: number): number {
  now = paidAt;
  const orders = openOrderStore(database, clock);
  const order = orders.insert({
    ...key,
    outTradeNo,
    product: "NATIVE",
    amount: 1_000,
    subject: "茶",
    fingerprint: "",
    details: "{}",
    notifyUrl: null,
    payCode: outTradeNo,
    createdAt: now,
    expiresAt: now + 1,
  });
  orders.pay(order, { transactionId: `t-${outTradeNo}`, amount: order.amount });
  return order.id;
}

function giveBack(orderId: number, outRefundNo: string, createdAt: number): void {
  const told = { reason: null, fingerprint: "", details: "{}", notifyUrl: null, refundId: "" };
  openRefundStore(database).insert({ orderId, outRefundNo, amount: 333, createdAt, ...told }, createdAt);
}

const numbersOf = (of: BillDay, madeAt = of.until) =>
  [...ledger.lines({ ...key, day: of, madeAt, feeRateBps: 60 })].map(outNoOf);

describe("the lines of a day", () => {
  it("are those of its first to its last millisecond, in the order of their times", () => {
    buy("yesterday", day.from - 1);
    const first = buy("first", day.from);
    giveBack(first, "back-last", day.until - 1);
    giveBack(first, "back-next", day.until);
    buy("last", day.until - 1);
    buy("tomorrow", day.until);
    expect(numbersOf(day)).toEqual(["first", "last", "back-last"]);
  });

  it("are all there when there are more than are read at once, many at the same moment", () => {
    const other = parseBillDay("2026-04-01") as BillDay;
    database.exec("BEGIN");
    const numbers = Array.from({ length: 1_201 }, (_none, nth) => `many-${nth}`);
    for (const [nth, number] of numbers.entries()) buy(number, other.from + Math.floor(nth / 700));
    database.exec("COMMIT");
    expect(numbersOf(other)).toEqual(numbers);
  });

  it("give parts of the fee back that sum to the fee", () => {
    const other = parseBillDay("2026-05-01") as BillDay;
    const order = buy("shared", other.from);
    for (const nth of [1, 2, 3]) giveBack(order, `part-${nth}`, other.from + nth);
    const lines = [...ledger.lines({ ...key, day: other, madeAt: other.until, feeRateBps: 60 })];
    expect(lines.map(({ fee }) => fee)).toEqual([6, 1, 2, 2]);
  });
});
