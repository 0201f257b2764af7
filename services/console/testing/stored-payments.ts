import { createApp, createMerchant } from "@compose-pay/application";
import {
  type AttemptRow,
  findPayment,
  insertAttempts,
  insertPayments,
  type PaymentRow,
  type PaymentView,
} from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import type { ConsoleStage } from "./console-stage.ts";

type Setting = Pick<ConsoleStage, "database" | "secretBox">;

/** An app of a new merchant. @returns its id */
export async function addApp({ database, secretBox }: Setting, name = "Shop"): Promise<string> {
  const deps = { database, secretBox, clock: systemClock, newId };
  const merchant = await createMerchant(deps, { name });
  const app = { merchantId: merchant.id, name, rateLimitPerSecond: 10, rateLimitBurst: 10 };
  const made = await createApp(deps, app);
  if (made.kind !== "created") throw new Error(made.kind);
  return made.app.id;
}

/** What a test wants to be other than usual. */
export interface StoredWish {
  readonly appId: string;
  readonly payment?: Partial<PaymentRow>;
  readonly attempt?: Partial<AttemptRow>;
}

/** A test payment of 5000 fen by `mock`; it has succeeded unless the wish says otherwise. */
export async function storePayment({ database }: Setting, wish: StoredWish): Promise<PaymentView> {
  const id = newId("pay");
  const attemptId = newId("att");
  const createdAt = wish.payment?.createdAt ?? new Date();
  const ends = { createdAt, expiresAt: new Date(createdAt.getTime() + 1_800_000), traceId: "trace_1" };
  const payment: PaymentRow = {
    id,
    appId: wish.appId,
    orderNo: `order-${id.slice(4)}`,
    parametersSha256: "0".repeat(64),
    amount: 5_000,
    amountRefunded: 0,
    fee: 0,
    currency: "CNY",
    status: "succeeded",
    method: "mock",
    subject: "Tea",
    description: null,
    clientIp: null,
    payer: null,
    notifyUrl: null,
    returnUrl: null,
    metadata: {},
    live: false,
    currentAttemptId: attemptId,
    eventSequence: 0,
    paidAt: createdAt,
    closedAt: null,
    ...ends,
    ...wish.payment,
  };
  const attempt: AttemptRow = {
    id: attemptId,
    paymentId: payment.id,
    method: payment.method,
    channel: "mock",
    channelAccountId: "acc_1",
    amount: payment.amount,
    currency: "CNY",
    state: "succeeded",
    nextAction: null,
    channelTradeNo: `42${id.slice(4)}`,
    failure: null,
    feeTerms: { rateBps: 60, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
    fee: 0,
    dailyAmountDay: null,
    payer: null,
    clientIp: null,
    queriesMade: 0,
    closeRequested: false,
    dueAt: null,
    settledAt: createdAt,
    ...ends,
    ...wish.attempt,
  };
  await insertPayments(database.connection, [payment]);
  await insertAttempts(database.connection, [attempt]);
  return { payment, attempt };
}

/** One that its customer can still pay. */
export function storeOpenPayment(setting: Setting, wish: StoredWish): Promise<PaymentView> {
  return storePayment(setting, {
    appId: wish.appId,
    payment: { status: "requires_action", paidAt: null, ...wish.payment },
    attempt: { state: "pending", settledAt: null, channelTradeNo: null, ...wish.attempt },
  });
}

export async function rereadPayment(
  { database }: Setting,
  { payment }: Pick<PaymentView, "payment">,
): Promise<PaymentView> {
  const view = await findPayment(database.connection, payment.appId, payment.id);
  if (view === null) throw new Error(`there is no payment ${payment.id}`);
  return view;
}

/** How many rows of a table a condition holds for. */
export async function countRows({ database }: Setting, table: string, where: string): Promise<number> {
  const [rows] = await database.pool.query({
    sql: `SELECT COUNT(*) FROM ${table} WHERE ${where}`,
    rowsAsArray: true,
  });
  // because COUNT(*) answers one row of one number
  return Number((rows as readonly (readonly unknown[])[])[0]?.[0]);
}
