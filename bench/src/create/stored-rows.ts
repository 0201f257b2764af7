import { randomUUID } from "node:crypto";
import type { AttemptRow, OutboxRow, PaymentRow } from "@compose-pay/database";

/** A statement with its values, as the driver takes them. */
export interface Insert {
  readonly sql: string;
  readonly values: (string | number | null)[];
}

/** The rows that the product stores for one payment, as plain INSERTs for the floors. */
export interface StoredRows {
  readonly paymentId: string;
  readonly payment: Insert;
  readonly attempt: Insert;
  readonly outbox: Insert;
}

export function storedRows(orderNo: string): StoredRows {
  const createdAt = new Date();
  const id = randomUUID().replaceAll("-", "").slice(0, 26);
  const common = {
    amount: 100,
    currency: "CNY",
    method: "mock",
    traceId: `req_${id}`,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 1_800_000),
  } as const;
  const ids = { paymentId: `pay_${id}`, attemptId: `att_${id}` };
  const payment: PaymentRow = {
    ...common,
    ...paymentFields,
    id: ids.paymentId,
    currentAttemptId: ids.attemptId,
    orderNo,
  };
  const attempt: AttemptRow = {
    ...common,
    ...attemptFields,
    id: ids.attemptId,
    paymentId: ids.paymentId,
    dueAt: createdAt,
  };
  const outbox: OutboxRow = {
    id: `msg_${id}`,
    queue: "channel.mock.interactive",
    name: "channel.create",
    version: 1,
    body: { attempt_id: ids.attemptId },
    traceId: common.traceId,
    createdAt,
  };
  return {
    paymentId: ids.paymentId,
    payment: insert("payments", payment),
    attempt: insert("attempts", attempt),
    outbox: insert("outbox", outbox),
  };
}

const paymentFields = {
  appId: "app_floor",
  parametersSha256: "0".repeat(64),
  amountRefunded: 0,
  fee: 0,
  status: "processing",
  subject: "Tea",
  description: "A pot of tea",
  clientIp: null,
  payer: null,
  notifyUrl: "http://127.0.0.1:9/webhooks",
  returnUrl: null,
  metadata: { table: "12", waiter: "Li" },
  live: false,
  eventSequence: 0,
  paidAt: null,
  closedAt: null,
} as const;

const attemptFields = {
  channel: "mock",
  channelAccountId: "acc_floor",
  state: "created",
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
  settledAt: null,
} as const;

function insert(table: string, row: Readonly<Record<string, unknown>>): Insert {
  const columns = Object.keys(row).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
  const marks = columns.map(() => "?").join(", ");
  return {
    sql: `INSERT INTO ${table} (${columns.map((name) => `\`${name}\``).join(", ")}) VALUES (${marks})`,
    values: Object.values(row).map(toColumn),
  };
}

function toColumn(value: unknown): string | number | null {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  return JSON.stringify(value);
}
