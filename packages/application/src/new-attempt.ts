import { createOrder, type Payer } from "@compose-pay/contracts";
import type { AttemptRow, DailyShare, OutboxRow, PaymentPlan, PlannedAccount } from "@compose-pay/database";
import { dayOfChina, feeOf, type Method, type Money } from "@compose-pay/domain";
import { channelQueue } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";
import { dueAfter } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";

/** An attempt that is not stored yet, with what must be stored together with it or not at all. */
export interface NewAttempt {
  readonly attempt: AttemptRow;
  /** Sends it to its channel. */
  readonly message: OutboxRow;
  /** Its part of the day's amount, where the contract bounds that. */
  readonly daily: DailyTaking | null;
}

export interface DailyTaking {
  readonly share: DailyShare;
  /** In fen. */
  readonly bound: number;
}

export interface AttemptWish {
  readonly appId: string;
  readonly paymentId: string;
  readonly method: Method;
  readonly money: Money;
  readonly payer: Payer | null;
  readonly clientIp: string | null;
  readonly plan: PaymentPlan;
  readonly account: PlannedAccount;
  readonly traceId: string;
  readonly at: Date;
  /** The payment's: every attempt ends with it. */
  readonly expiresAt: Date;
}

/** One try at one account, which it never changes, under the terms of today's contract. */
export function newAttempt(wish: AttemptWish): NewAttempt {
  const { account, plan, money, at, traceId, method } = wish;
  const id = newId("att", at);
  const day = plan.dailyAmount === null ? null : dayOfChina(at);
  const attempt: AttemptRow = {
    ...money,
    id,
    paymentId: wish.paymentId,
    method,
    channel: account.channel,
    channelAccountId: account.id,
    state: "created",
    nextAction: null,
    channelTradeNo: null,
    failure: null,
    feeTerms: plan.feeTerms,
    fee: feeOf(plan.feeTerms, money.amount),
    dailyAmountDay: day,
    payer: wish.payer === null ? null : { ...wish.payer },
    clientIp: wish.clientIp,
    queriesMade: 0,
    closeRequested: false,
    dueAt: dueAfter("created", at),
    traceId,
    createdAt: at,
    expiresAt: wish.expiresAt,
    settledAt: null,
  };
  return { attempt, message: createMessage(attempt, at), daily: dailyTaking(wish, day) };
}

function createMessage({ id, channel, channelAccountId, traceId }: AttemptRow, at: Date): OutboxRow {
  const body = { attempt_id: id, channel_account_id: channelAccountId };
  return outboxMessage(channelQueue(channel, "interactive"), createOrder, { body, traceId, at });
}

function dailyTaking({ appId, method, money, plan }: AttemptWish, day: string | null): DailyTaking | null {
  if (plan.dailyAmount === null || day === null) return null;
  return { share: { appId, method, day, amount: money.amount }, bound: plan.dailyAmount };
}
