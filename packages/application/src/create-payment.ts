import { createHash } from "node:crypto";
import { type CreatePayment, createOrder, fingerprintOf } from "@compose-pay/contracts";
import {
  type Database,
  findPaymentByOrderNo,
  type OutboxRow,
  type PaymentPlan,
  type PaymentView,
  type PlannedAccount,
} from "@compose-pay/database";
import type { FeeTerms } from "@compose-pay/domain";
import { channelQueue } from "@compose-pay/messaging";
import { type Clock, newId } from "@compose-pay/runtime";
import { type Choice, chooseAccount } from "./choose-account.ts";
import { dueAfter, later } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";
import type { NewPayment, PaymentWriter } from "./payment-writer.ts";

export interface PaymentRequest {
  readonly appId: string;
  readonly live: boolean;
  readonly parameters: CreatePayment;
  readonly traceId: string;
  /** What the app may do with the method; null without a contract. */
  readonly plan: PaymentPlan | null;
}

/** `created`: stored, and its message waits to be dispatched. `replayed`: the same request was here before. */
export type PaymentCreation =
  | { readonly kind: "created"; readonly view: PaymentView; readonly message: OutboxRow }
  | { readonly kind: "replayed"; readonly view: PaymentView }
  | { readonly kind: "conflict" }
  | Exclude<Choice, { readonly kind: "account" }>;

/**
 * Stores a payment with its first attempt, once for each (app, order_no). A repetition is answered with
 * what is there even when the same request would be refused now.
 */
export async function createPayment(
  deps: {
    readonly database: Database;
    readonly writer: PaymentWriter;
    readonly clock: Clock;
    readonly isCircuitOpen: (accountId: string) => boolean;
  },
  request: PaymentRequest,
): Promise<PaymentCreation> {
  const parametersSha256 = sha256Of(fingerprintOf(request.parameters));
  const choice = chooseAccount(request.plan, request.parameters.amount, deps.isCircuitOpen);
  if (choice.kind !== "account") {
    const existing = await findPaymentByOrderNo(
      deps.database.connection,
      request.appId,
      request.parameters.order_no,
    );
    return existing === null ? choice : repetition(existing, parametersSha256);
  }
  const order = newPayment(request, choice.account, { parametersSha256, at: deps.clock.now() });
  const written = await deps.writer.write(order);
  switch (written.kind) {
    case "written":
      return { kind: "created", view: written.view, message: order.message };
    case "existing":
      return repetition(written.view, parametersSha256);
  }
}

function repetition(view: PaymentView, parametersSha256: string): PaymentCreation {
  return view.payment.parametersSha256 === parametersSha256
    ? { kind: "replayed", view }
    : { kind: "conflict" };
}

function newPayment(
  { appId, live, parameters, traceId }: PaymentRequest,
  account: PlannedAccount,
  { parametersSha256, at }: { readonly parametersSha256: string; readonly at: Date },
): NewPayment {
  const paymentId = newId("pay", at);
  const attemptId = newId("att", at);
  const both = {
    method: parameters.method,
    amount: parameters.amount,
    currency: parameters.currency,
    traceId,
    createdAt: at,
    expiresAt: later(at, parameters.expires_in * 1_000),
  };
  return {
    payment: {
      ...both,
      id: paymentId,
      appId,
      orderNo: parameters.order_no,
      parametersSha256,
      amountRefunded: 0,
      fee: 0,
      status: "processing",
      subject: parameters.subject,
      description: parameters.description,
      clientIp: parameters.client_ip,
      payer: parameters.payer,
      notifyUrl: parameters.notify_url,
      returnUrl: parameters.return_url,
      metadata: parameters.metadata,
      live,
      currentAttemptId: attemptId,
      eventSequence: 0,
      paidAt: null,
      closedAt: null,
    },
    attempt: {
      ...both,
      id: attemptId,
      paymentId,
      channel: account.channel,
      channelAccountId: account.id,
      state: "created",
      nextAction: null,
      channelTradeNo: null,
      failure: null,
      feeTerms: noFee,
      fee: 0,
      dailyAmountDay: null,
      payer: parameters.payer === null ? null : { ...parameters.payer },
      clientIp: parameters.client_ip,
      queriesMade: 0,
      closeRequested: false,
      dueAt: dueAfter("created", at),
      settledAt: null,
    },
    message: outboxMessage(channelQueue(account.channel, "interactive"), createOrder, {
      body: { attempt_id: attemptId },
      traceId,
      at,
    }),
  };
}

const noFee: FeeTerms = {
  rateBps: 0,
  fixed: 0,
  min: 0,
  max: null,
  rounding: "half_up",
  returnedOnRefund: true,
};

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
