import { freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { insertChannelCalls } from "./journals.ts";
import { findPaymentJournal } from "./journals-of-payment.ts";
import { insertPayments } from "./payments.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 4 });
  drop = async () => {
    await database.close();
    await fresh.drop();
  };
});
afterAll(() => drop());

it("a journal is whole up to 2000 calls; of more it has the newest, and says so", async () => {
  await insertPayment("pay_1");
  await insertCalls("pay_1", { from: 1, to: 2_000 });
  expect(await calls("pay_1")).toEqual({ length: 2_000, first: 1, last: 2_000, cutOff: [] });
  await insertCalls("pay_1", { from: 2_001, to: 2_003 });
  expect(await calls("pay_1")).toEqual({ length: 2_000, first: 4, last: 2_003, cutOff: ["calls"] });
});

async function calls(paymentId: string) {
  const journal = await findPaymentJournal(database.connection, paymentId);
  if (journal === null) throw new Error(`there is no payment ${paymentId}`);
  const made = journal.calls.map(({ durationMs }) => durationMs);
  return { length: made.length, first: made[0], last: made.at(-1), cutOff: journal.cutOff };
}

async function insertCalls(paymentId: string, { from, to }: { readonly from: number; readonly to: number }) {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  await insertChannelCalls(
    database.connection,
    numbers.map((number) => ({
      id: `call_${String(number).padStart(6, "0")}`,
      paymentId,
      attemptId: "att_1",
      refundId: null,
      channelAccountId: "acc_1",
      operation: "query",
      outcome: "ok",
      detail: null,
      httpStatus: 200,
      channelCode: null,
      channelRequestId: null,
      durationMs: number,
      traceId: "trace_1",
      startedAt: at,
    })),
  );
}

async function insertPayment(id: string): Promise<void> {
  await insertPayments(database.connection, [
    {
      id,
      appId: "app_1",
      orderNo: id,
      parametersSha256: "0".repeat(64),
      amount: 100,
      amountRefunded: 0,
      fee: 0,
      currency: "CNY",
      status: "requires_action",
      method: "wechat_native",
      subject: "Tea",
      description: null,
      clientIp: null,
      payer: null,
      notifyUrl: null,
      returnUrl: null,
      metadata: {},
      live: false,
      currentAttemptId: "att_1",
      eventSequence: 0,
      traceId: "trace_1",
      createdAt: at,
      expiresAt: at,
      paidAt: null,
      closedAt: null,
    },
  ]);
}
