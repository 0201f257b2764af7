import { explainSelects, freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { inTransaction } from "../transaction.ts";
import {
  listRefundRequests,
  listRefundRequestsOfPayment,
  listRefundRequestsOfRefund,
} from "./refund-request-lists.ts";
import {
  decideSettlesOfRefund,
  findWaitingSettle,
  insertRefundRequest,
  type RefundRequestRow,
} from "./refund-requests.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const many = 60;
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
  for (let index = 0; index < many; index += 1)
    await insertRefundRequest(database.connection, request(index));
});
afterAll(() => drop());

const idOf = (index: number) => `rrq_${String(index).padStart(3, "0")}`;

/** Every second is for where money goes; every third waits; three are of one payment and refund. */
function request(index: number): RefundRequestRow {
  const isSettle = index % 2 === 0;
  return {
    id: idOf(index),
    kind: isSettle ? "settle" : "refund",
    paymentId: `pay_${Math.floor(index / 3)}`,
    appId: "app_1",
    amount: 100,
    reason: "",
    state: index % 3 === 0 ? "waiting" : "approved",
    requestedBy: "opr_1",
    requestedAt: at,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    refundId: `rfd_${Math.floor(index / 3)}`,
    bankType: null,
    cardEndsIn: null,
    payoutKey: isSettle ? "sealed" : null,
    payoutDigest: isSettle ? "0".repeat(64) : null,
    failedTries: 0,
  };
}

it("requests are listed newest first, of a state, a payment or a refund, and nothing is scanned", async () => {
  const { connection } = database;
  const lists: (readonly string[])[] = [];
  const keep = (views: readonly { readonly request: RefundRequestRow }[]) =>
    lists.push(views.map(({ request: { id } }) => id));
  const explained = await explainSelects(database.pool, async () => {
    keep(await listRefundRequests(connection, { state: "waiting", after: idOf(30), limit: 3 }));
    keep(await listRefundRequestsOfPayment(connection, "pay_1", 10));
    keep(await listRefundRequestsOfRefund(connection, "rfd_2", 10));
  });
  expect(lists).toEqual([[27, 24, 21].map(idOf), [5, 4, 3].map(idOf), [8, 7, 6].map(idOf)]);
  const plans = explained.flatMap(({ sql, plan }) => plan.map((row) => ({ sql, ...row })));
  const ofRequests = plans.filter(({ table }) => table === "refund_requests");
  expect(ofRequests.map(({ key }) => key)).toEqual([
    "refund_requests_state",
    "refund_requests_payment",
    "refund_requests_refund",
  ]);
  for (const { sql, type, extra } of ofRequests) {
    expect(["ref", "range"], sql).toContain(type);
    expect(extra ?? "", sql).not.toContain("filesort");
  }
});

it("of one refund the one that waits for where its money goes is ended, and no other", async () => {
  const decision = { state: "lapsed", decidedBy: null, decidedAt: at, decisionReason: "gone" } as const;
  expect((await findWaitingSettle(database.connection, "rfd_4"))?.id).toBe(idOf(12));
  expect(await findWaitingSettle(database.connection, "rfd_5")).toBeNull();
  await inTransaction(database, async (transaction) => {
    for (const refundId of ["rfd_4", "rfd_5"]) await decideSettlesOfRefund(transaction, refundId, decision);
  });
  const lapsed = await listRefundRequests(database.connection, { state: "lapsed", limit: 10 });
  expect(lapsed.map(({ request: one }) => one)).toEqual([
    { ...request(12), ...decision, payoutKey: null, payoutDigest: null },
  ]);
});
