import {
  type AttemptRow,
  type Database,
  migrateDatabase,
  openDatabase,
  type PaymentRow,
} from "@compose-pay/database";
import { findAttempt, insertAttempts, insertPayments } from "@compose-pay/database";
import type { OutgoingMessage } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { SweepDeps } from "../src/sweep-deps.ts";

export const now = new Date("2026-03-01T08:00:00.000Z");

export interface SweepStage {
  readonly database: Database;
  /** What was published, in order. */
  readonly published: OutgoingMessage[];
  /** What the broker says is on a queue; nothing when left alone. */
  readonly depths: Map<string, number>;
  deps(changes?: Partial<SweepDeps>): SweepDeps;
  /** A stored attempt with its payment. */
  attempt(change?: Partial<AttemptRow>): Promise<AttemptRow>;
  dueAt(attempt: AttemptRow): Promise<Date | null>;
  close(): Promise<void>;
}

/** A migrated database of its own, and a broker that only writes down what it is given. */
export async function openSweepStage(): Promise<SweepStage> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 8 });
  const published: OutgoingMessage[] = [];
  const depths = new Map<string, number>();
  return {
    database,
    published,
    depths,
    deps: (changes = {}) => ({
      database,
      messaging: {
        publish: (message) => Promise.resolve(void published.push(message)),
        queueDepths: () =>
          Promise.resolve(depths as Awaited<ReturnType<SweepDeps["messaging"]["queueDepths"]>>),
        isReady: () => ({ publishing: true, consuming: true }),
      },
      batch: 100,
      leaseMs: 30_000,
      deepQueue: 1_000,
      ...changes,
    }),
    attempt: async (change = {}) => {
      const attempt = { ...newAttempt(), ...change };
      await insertPayments(database.connection, [paymentOf(attempt)]);
      await insertAttempts(database.connection, [attempt]);
      return attempt;
    },
    dueAt: async ({ id }) => {
      const view = await findAttempt(database.connection, id);
      return view?.attempt.dueAt ?? null;
    },
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

export function before(ms: number): Date {
  return new Date(now.getTime() - ms);
}

export function after(ms: number): Date {
  return new Date(now.getTime() + ms);
}

export function newAttempt(): AttemptRow {
  return {
    id: newId("att"),
    paymentId: newId("pay"),
    method: "mock",
    channel: "mock",
    channelAccountId: "acc_1",
    amount: 100,
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
    dueAt: before(1),
    traceId: "trace",
    createdAt: before(60_000),
    expiresAt: after(60_000),
    settledAt: null,
  };
}

export function paymentOf(attempt: AttemptRow): PaymentRow {
  return {
    id: attempt.paymentId,
    appId: "app_1",
    orderNo: attempt.paymentId,
    parametersSha256: "0".repeat(64),
    amount: attempt.amount,
    amountRefunded: 0,
    fee: 0,
    currency: attempt.currency,
    status: "requires_action",
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
    eventSequence: 0,
    traceId: attempt.traceId,
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    paidAt: null,
    closedAt: null,
  };
}
