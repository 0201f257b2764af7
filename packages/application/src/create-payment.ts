import { type CreatePayment, fingerprintOf } from "@compose-pay/contracts";
import {
  type Database,
  findPaymentByOrderNo,
  type OutboxRow,
  type PaymentPlan,
  type PaymentView,
} from "@compose-pay/database";
import { type Clock, newId } from "@compose-pay/runtime";
import type { UrlGuard, UrlRefusal } from "@compose-pay/webhooks";
import { payerToKeep } from "./attempt-payer.ts";
import { type Choice, chooseAccount, dailyAmountExceeded, type PlanRefusal } from "./choose-account.ts";
import { later } from "./due-after.ts";
import { newAttempt } from "./new-attempt.ts";
import type { NewPayment, PaymentWriter } from "./payment-writer.ts";
import { sha256Of } from "./sha256-of.ts";

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
  | UrlRefused
  | PlanRefusal
  | Unavailable;

/** Its `notify_url` must not be called. */
interface UrlRefused {
  readonly kind: "url_refused";
  readonly refusal: UrlRefusal;
}

type Unavailable = Extract<Choice, { readonly kind: "unavailable" }>;
type Chosen = Extract<Choice, { readonly kind: "account" }>;

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
    readonly urlGuard: Pick<UrlGuard, "check">;
  },
  request: PaymentRequest,
): Promise<PaymentCreation> {
  const parametersSha256 = sha256Of(fingerprintOf(request.parameters));
  const choice = chooseAccount(request.plan, request.parameters.amount, deps.isCircuitOpen);
  const unlessRepeated = async (
    refusal: UrlRefused | PlanRefusal | Unavailable,
  ): Promise<PaymentCreation> => {
    const { connection } = deps.database;
    const existing = await findPaymentByOrderNo(connection, request.appId, request.parameters.order_no);
    return existing === null ? refusal : repetition(existing, parametersSha256);
  };
  if (choice.kind !== "account") return unlessRepeated(choice);
  const url = await verdictOn(deps.urlGuard, request);
  if (url.kind === "refused") return unlessRepeated({ kind: "url_refused", refusal: url.refusal });
  const order = newPayment(request, choice, { parametersSha256, at: deps.clock.now() });
  const written = await deps.writer.write(order);
  switch (written.kind) {
    case "written":
      return { kind: "created", view: written.view, message: order.message };
    case "existing":
      return repetition(written.view, parametersSha256);
    case "daily_amount_exceeded":
      return unlessRepeated(dailyAmountExceeded(choice.plan));
  }
}

async function verdictOn(urlGuard: Pick<UrlGuard, "check">, { live, parameters }: PaymentRequest) {
  const { notify_url: url } = parameters;
  return url === null ? ({ kind: "allowed" } as const) : urlGuard.check(url, { live });
}

function repetition(view: PaymentView, parametersSha256: string): PaymentCreation {
  return view.payment.parametersSha256 === parametersSha256
    ? { kind: "replayed", view }
    : { kind: "conflict" };
}

function newPayment(
  { appId, live, parameters, traceId }: PaymentRequest,
  { plan, account }: Chosen,
  { parametersSha256, at }: { readonly parametersSha256: string; readonly at: Date },
): NewPayment {
  const id = newId("pay", at);
  const { amount, currency, method } = parameters;
  const expiresAt = later(at, parameters.expires_in * 1_000);
  const first = newAttempt({
    appId,
    paymentId: id,
    method,
    money: { amount, currency },
    payer: parameters.payer,
    clientIp: parameters.client_ip,
    plan,
    account,
    traceId,
    at,
    expiresAt,
  });
  return {
    ...first,
    payment: {
      id,
      appId,
      orderNo: parameters.order_no,
      parametersSha256,
      method,
      amount,
      currency,
      amountRefunded: 0,
      fee: first.attempt.fee,
      status: "processing",
      subject: parameters.subject,
      description: parameters.description,
      clientIp: parameters.client_ip,
      payer: payerToKeep(parameters.payer),
      notifyUrl: parameters.notify_url,
      returnUrl: parameters.return_url,
      metadata: parameters.metadata,
      live,
      currentAttemptId: first.attempt.id,
      eventSequence: 0,
      traceId,
      createdAt: at,
      expiresAt,
      paidAt: null,
      closedAt: null,
    },
  };
}
