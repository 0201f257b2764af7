import type { RefundState } from "@compose-pay/domain";
import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { newestFirstStatement } from "../statements/newest-first.ts";
import { questionsAbout } from "./journals-of-payment.ts";
import {
  listPaymentsNewestFirst,
  paymentListBranches,
  type PaymentsOfApps,
  paymentListReading,
  selectListed,
} from "./payment-lists.ts";
import { type AttemptRow, insertAttempts, insertPayments, type PaymentRow } from "./payments.ts";
import {
  everyRefund,
  listRefundsNewestFirst,
  type RefundListFilter,
  refundListReading,
} from "./refund-lists.ts";
import { insertRefunds, type RefundRow } from "./refunds.ts";

const noon = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number) => new Date(noon + seconds * 1_000);
const appIds = ["app_1", "app_2", "app_3"];
/** Six of each second, so that pages end within one. */
const many = 120;
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 1 });
  drop = async () => {
    await database.close();
    await fresh.drop();
  };
  const rows = Array.from({ length: many }, (_, index) => payment(index));
  await insertPayments(database.connection, rows);
  await insertAttempts(database.connection, rows.map(attemptOf));
  await insertRefunds(database.connection, rows.map(refundOf));
});
afterAll(() => drop());

const page = { limit: 7 };
const span = { createdFrom: at(5), createdBefore: at(15) };
const after = { createdAt: at(12), id: "pay_077" };

const combinations: readonly (readonly [string, Omit<PaymentsOfApps, "limit">])[] = [
  ["all of all apps", { appIds }],
  ["one mode of all apps", { appIds, live: true }],
  ["a status of all apps", { appIds, only: { status: "closed" } }],
  ["a status of one mode", { appIds, live: false, only: { status: "closed" } }],
  ["methods of all apps", { appIds, only: { methods: ["wechat_native", "wechat_h5"] } }],
  ["all of one app", { appIds: ["app_1"] }],
  ["one app and mode", { appIds: ["app_1"], live: true }],
  ["one app, mode and status", { appIds: ["app_1"], live: true, only: { status: "succeeded" } }],
  ["one app, mode and method", { appIds: ["app_1"], live: true, only: { methods: ["mock"] } }],
];
const paymentFilters: readonly (readonly [string, PaymentsOfApps])[] = combinations.flatMap(
  ([name, filter]) => [
    [name, { ...filter, ...page }] as const,
    [`${name}, of a time`, { ...filter, ...page, ...span }] as const,
    [`${name}, a later page`, { ...filter, ...page, ...span, after }] as const,
  ],
);

describe("payments of many apps", () => {
  it.each(paymentFilters)(
    "%s: are those that the filter says, newest first, page by page",
    async (_, filter) => {
      const found: string[] = [];
      let mark = filter.after;
      for (let pages = 0; pages < many; pages += 1) {
        const rows = await listPaymentsNewestFirst(database.connection, { ...filter, after: mark });
        found.push(...rows.map(({ payment: { id } }) => id));
        mark = rows.at(-1)?.mark;
        if (rows.length < filter.limit) break;
      }
      expect(found).toEqual(wanted(filter));
      expect(found.length).toBeGreaterThan(0);
    },
  );

  it.each(paymentFilters)("%s: are read from an index and not sorted", async (_, filter) => {
    const reading = paymentListReading(filter);
    const plans = await explain(newestFirstStatement(reading));
    expect(plans.length).toBe(paymentListBranches(filter));
    for (const plan of plans) {
      expect(plan).toMatchObject({ table: "payments", key: reading.index });
      expect(["ref", "range"]).toContain(plan["type"]);
      expect(String(plan["Extra"])).not.toContain("filesort");
    }
  });

  it("are found by their ids with what belongs to them, each by a key", async () => {
    const query = selectListed(database.connection, ["pay_001", "pay_002"]).toSQL();
    for (const plan of await explain({ sql: query.sql, values: query.params })) {
      expect(plan["key"]).toBe("PRIMARY");
      expect(["range", "eq_ref", "const"]).toContain(plan["type"]);
    }
  });

  it("are found by any number without reading a table that grows", async () => {
    for (const question of questionsAbout(database.connection, "A1001")) {
      const query = question.limit(10).toSQL();
      for (const plan of await explain({ sql: query.sql, values: query.params })) {
        if (plan["table"] === null || plan["table"] === "apps" || plan["table"] === "channel_accounts")
          continue;
        expect(["ref", "eq_ref", "const", "range"]).toContain(plan["type"]);
      }
    }
  });
});

const refundFilters: readonly (readonly [string, RefundListFilter["only"]])[] = [
  ["all", everyRefund],
  ["of one state", { states: ["abnormal"] }],
  ["of one app", { appIds: ["app_1"] }],
  ["of one mode", { appIds, live: true }],
];

describe("refunds", () => {
  it.each(refundFilters)("%s: are those that are asked for, newest first, page by page", async (_, only) => {
    const found: string[] = [];
    let mark: RefundListFilter["after"];
    for (let pages = 0; pages < many; pages += 1) {
      const rows = await listRefundsNewestFirst(database.connection, { only, ...page, after: mark });
      found.push(...rows.map(({ id }) => id));
      mark = rows.at(-1);
      if (rows.length < page.limit) break;
    }
    const all = wanted({ appIds, ...page }).map((id) => payment(Number(id.slice(4))));
    const isWanted = (row: PaymentRow) => {
      if ("states" in only) return only.states.includes(stateOf(row));
      return only.appIds.includes(row.appId) && (only.live ?? row.live) === row.live;
    };
    expect(found).toEqual(all.filter(isWanted).map(({ id }) => `rfd_${id.slice(4)}`));
    expect(found.length).toBeGreaterThan(0);
  });

  it.each(refundFilters)("%s: are read from an index and not sorted", async (_, only) => {
    for (const rest of [page, { ...page, ...span }, { ...page, ...span, after }]) {
      const reading = refundListReading({ only, ...rest });
      for (const plan of await explain(newestFirstStatement(reading))) {
        expect(plan).toMatchObject({ table: "refunds", key: reading.index });
        expect(["ref", "range"]).toContain(plan["type"]);
        expect(String(plan["Extra"])).not.toContain("filesort");
      }
    }
  });
});

/** What the server says of every table of a statement; of a union, without the one of its result. */
async function explain({ sql, values }: { readonly sql: string; readonly values: readonly unknown[] }) {
  const [plans] = await database.pool.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, [
    ...values,
  ]);
  return plans.filter((plan) => !String(plan["table"]).startsWith("<"));
}

function wanted({ appIds: apps, live, only, createdFrom, createdBefore, after: mark }: PaymentsOfApps) {
  return Array.from({ length: many }, (_, index) => payment(index))
    .filter((row) => apps.includes(row.appId) && (live === undefined || row.live === live))
    .filter((row) => only === undefined || !("status" in only) || row.status === only.status)
    .filter((row) => only === undefined || !("methods" in only) || only.methods.includes(row.method))
    .filter((row) => createdFrom === undefined || row.createdAt >= createdFrom)
    .filter((row) => createdBefore === undefined || row.createdAt < createdBefore)
    .toSorted((one, other) => Number(other.createdAt) - Number(one.createdAt) || (one.id < other.id ? 1 : -1))
    .filter(
      (row) =>
        mark === undefined ||
        row.createdAt < mark.createdAt ||
        (Number(row.createdAt) === Number(mark.createdAt) && row.id < mark.id),
    )
    .map(({ id }) => id);
}

function payment(index: number): PaymentRow {
  const id = `pay_${String(index).padStart(3, "0")}`;
  const methods = ["wechat_native", "mock", "wechat_h5", "alipay_qr"] as const;
  return {
    id,
    appId: appIds[index % 3] ?? "",
    orderNo: id,
    parametersSha256: "0".repeat(64),
    amount: 100,
    amountRefunded: 0,
    fee: 0,
    currency: "CNY",
    status: index % 5 === 0 ? "closed" : "succeeded",
    method: methods[index % 4] ?? "mock",
    subject: "Tea",
    description: null,
    clientIp: null,
    payer: null,
    notifyUrl: null,
    returnUrl: null,
    metadata: {},
    live: index % 7 < 3,
    currentAttemptId: `att_${id}`,
    eventSequence: 0,
    traceId: "trace_1",
    createdAt: at(Math.floor(index / 6)),
    expiresAt: at(3_600),
    paidAt: null,
    closedAt: null,
  };
}

function stateOf({ id }: PaymentRow): RefundState {
  return Number(id.slice(4)) % 4 === 0 ? "abnormal" : "succeeded";
}

function refundOf(row: PaymentRow): RefundRow {
  return {
    id: `rfd_${row.id.slice(4)}`,
    appId: row.appId,
    paymentId: row.id,
    attemptId: row.currentAttemptId,
    kind: "merchant",
    refundNo: row.id,
    automaticFor: null,
    parametersSha256: "0".repeat(64),
    method: row.method,
    channel: "mock",
    channelAccountId: "acc_1",
    amount: 1,
    currency: "CNY",
    feeReturned: 0,
    reason: null,
    notifyUrl: null,
    metadata: {},
    live: row.live,
    state: stateOf(row),
    channelRefundNo: null,
    failure: null,
    triesMade: 0,
    dueAt: null,
    traceId: "trace_1",
    createdAt: row.createdAt,
    succeededAt: null,
    settledAt: null,
  };
}

function attemptOf(row: PaymentRow): AttemptRow {
  return {
    id: row.currentAttemptId,
    paymentId: row.id,
    method: row.method,
    channel: "mock",
    channelAccountId: "acc_1",
    amount: row.amount,
    currency: "CNY",
    state: "pending",
    nextAction: null,
    channelTradeNo: null,
    failure: null,
    feeTerms: { rateBps: 0, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
    fee: 0,
    dailyAmountDay: null,
    payer: null,
    clientIp: null,
    queriesMade: 0,
    closeRequested: false,
    dueAt: null,
    traceId: "trace_1",
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    settledAt: null,
  };
}
