import { createFactRecorder } from "@compose-pay/application";
import { type Channel, parseAccount } from "@compose-pay/channels";
import {
  type AttemptRow,
  type Database,
  findRefund,
  insertAttempts,
  insertPayments,
  insertRefunds,
  migrateDatabase,
  openDatabase,
  type PaymentRow,
  type RefundRow,
  type RefundView,
} from "@compose-pay/database";
import { createLogger, newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { WorkDeps } from "../src/work-deps.ts";

/** The calls of a channel that refunds make. */
export type RefundChannel = Pick<Channel, "refund" | "queryRefund">;

export interface RefundStage {
  readonly database: Database;
  /** What a worker has, with time that stands until it is moved. */
  deps(channel: RefundChannel): WorkDeps;
  pass(ms: number): void;
  now(): Date;
  /** A stored refund of a paid payment, with its part of the balance taken. */
  refund(change?: Partial<RefundRow>): Promise<RefundRow>;
  reread(refund: RefundRow): Promise<RefundView>;
  close(): Promise<void>;
}

/** The deadline of the stage's channels. */
export const deadlineMs = 8_000;

/** A migrated database of its own, and a channel that does what a test says. */
export async function openRefundStage(): Promise<RefundStage> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 8 });
  let now = new Date("2026-03-01T08:00:00.000Z");
  const clock = { now: () => now };
  const account = parseAccount({ channel: "mock", name: "mock", live: false });
  if (account.kind === "invalid") throw new Error("the account of the mock channel is valid");
  const mock = account.account.open({ clock });
  return {
    database,
    now: clock.now,
    pass: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    deps: (channel) => ({
      database,
      clock,
      logger: createLogger({ service: "test", level: "error" }),
      facts: createFactRecorder({ database, clock, mostInBatch: 1, mostBatchesAtOnce: 1 }),
      caller: {
        call: async (_, work) => ({ kind: "answered", answer: await work() }),
        wouldHoldBack: () => null,
      },
      crowd: { enter: () => Promise.reject(new Error("no order is made here")) },
      channelOf: () => Promise.resolve({ ...mock, ...channel }),
      dispatch: () => undefined,
      alarms: { refundAbnormal: () => undefined },
      publicUrl: "https://pay.example",
      channelDeadlineMs: deadlineMs,
    }),
    refund: async (change = {}) => {
      const attempt = newAttempt(now);
      const refund = { ...refundOf(attempt), ...change };
      await insertPayments(database.connection, [paymentOf(attempt, refund)]);
      await insertAttempts(database.connection, [attempt]);
      await insertRefunds(database.connection, [refund]);
      return refund;
    },
    reread: async ({ id }) => {
      const view = await findRefund(database.connection, id);
      if (view === null) throw new Error(`there is no refund ${id}`);
      return view;
    },
    close: async () => {
      await mock.dispose();
      await database.close();
      await fresh.drop();
    },
  };
}

function newAttempt(createdAt: Date): AttemptRow {
  return {
    id: newId("att"),
    paymentId: newId("pay"),
    method: "mock",
    channel: "mock",
    channelAccountId: "acc_1",
    amount: 500,
    currency: "CNY",
    state: "succeeded",
    nextAction: null,
    channelTradeNo: "4200000001",
    failure: null,
    feeTerms: { rateBps: 0, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
    fee: 0,
    dailyAmountDay: null,
    payer: null,
    clientIp: null,
    queriesMade: 0,
    closeRequested: false,
    dueAt: null,
    traceId: "trace",
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 1_800_000),
    settledAt: createdAt,
  };
}

function paymentOf(attempt: AttemptRow, refund: RefundRow): PaymentRow {
  return {
    id: attempt.paymentId,
    appId: "app_1",
    orderNo: attempt.paymentId,
    parametersSha256: "0".repeat(64),
    amount: attempt.amount,
    amountRefunded: refund.amount,
    fee: 0,
    currency: attempt.currency,
    status: "succeeded",
    method: attempt.method,
    subject: "Tea",
    description: null,
    clientIp: null,
    payer: null,
    notifyUrl: null,
    returnUrl: null,
    metadata: {},
    live: false,
    currentAttemptId: attempt.id,
    eventSequence: 1,
    traceId: attempt.traceId,
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    paidAt: attempt.createdAt,
    closedAt: null,
  };
}

function refundOf(attempt: AttemptRow): RefundRow {
  const { id: attemptId, paymentId, method, channel, channelAccountId, currency, createdAt } = attempt;
  return {
    id: newId("rfd"),
    appId: "app_1",
    attemptId,
    paymentId,
    method,
    channel,
    channelAccountId,
    amount: 250,
    currency,
    kind: "merchant",
    refundNo: newId("no"),
    automaticFor: null,
    parametersSha256: "0".repeat(64),
    feeReturned: 0,
    reason: null,
    notifyUrl: null,
    metadata: {},
    live: false,
    state: "created",
    channelRefundNo: null,
    failure: null,
    triesMade: 0,
    dueAt: new Date(createdAt.getTime() + 30_000),
    traceId: "trace",
    createdAt,
    succeededAt: null,
    settledAt: null,
  };
}
