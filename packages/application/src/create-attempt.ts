import type { CreateAttempt } from "@compose-pay/contracts";
import {
  type AttemptChange,
  type Connection,
  type Database,
  insertAttempts,
  insertOutbox,
  insertStateChanges,
  inTransaction,
  lockPayment,
  type OutboxRow,
  type PaymentPlan,
  type PaymentRow,
  type PaymentView,
  type PaymentWithAttempts,
  updateAttempt,
  updatePayment,
} from "@compose-pay/database";
import { isOpen } from "@compose-pay/domain";
import { type Clock, newId } from "@compose-pay/runtime";
import { type AttemptRefusal, refusalOfAttempt } from "./attempt-refusal.ts";
import { type Choice, chooseAccount, dailyAmountExceeded, type PlanRefusal } from "./choose-account.ts";
import { later, messageLeaseMs } from "./due-after.ts";
import { newAttempt, type NewAttempt } from "./new-attempt.ts";
import { takeDailyAmounts } from "./take-daily-amounts.ts";

export interface AttemptRequest {
  readonly appId: string;
  readonly live: boolean;
  readonly paymentId: string;
  readonly parameters: CreateAttempt;
  readonly traceId: string;
  /** What the app may do with the method; null without a contract. */
  readonly plan: PaymentPlan | null;
}

/** `created`: stored, and its message waits to be dispatched. `replayed`: the same attempt is under way. */
export type AttemptCreation =
  | { readonly kind: "created"; readonly view: PaymentView; readonly message: OutboxRow }
  | { readonly kind: "replayed"; readonly view: PaymentView }
  | { readonly kind: "not_found" }
  | AttemptRefusal
  | PlanRefusal
  | Extract<Choice, { readonly kind: "unavailable" }>;

/**
 * Another try for the same order. From now on it speaks for the payment; the earlier attempts that can still
 * be paid are marked to be closed, which the worker does before it sends this one.
 */
export async function createAttempt(
  deps: {
    readonly database: Database;
    readonly clock: Clock;
    readonly isCircuitOpen: (accountId: string) => boolean;
  },
  request: AttemptRequest,
): Promise<AttemptCreation> {
  return inTransaction(deps.database, async (transaction) => {
    const found = await lockPayment(transaction, request.paymentId);
    const isOwn = found?.payment.appId === request.appId && found.payment.live === request.live;
    if (found === null || !isOwn) return { kind: "not_found" };
    const now = deps.clock.now();
    const refused = refusalOfAttempt(found, request.parameters, now);
    if (refused !== null) return refused;
    const choice = chooseAccount(request.plan, found.payment.amount, deps.isCircuitOpen);
    if (choice.kind !== "account") return choice;
    const added = attemptOf(found, request, { ...choice, at: afterTheLatest(found, now) });
    const [within] = await takeDailyAmounts(transaction, [added]);
    if (within === undefined) return dailyAmountExceeded(choice.plan);
    const payment = await store(transaction, found, added);
    return { kind: "created", view: { payment, attempt: added.attempt }, message: added.message };
  });
}

/** Attempts are in the order of their ids, whichever host's clock made them. */
function afterTheLatest({ attempts }: PaymentWithAttempts, now: Date): Date {
  return attempts.reduce((at, { createdAt }) => (createdAt < at ? at : later(createdAt, 1)), now);
}

function attemptOf(
  { payment }: PaymentWithAttempts,
  { parameters, traceId }: AttemptRequest,
  chosen: Extract<Choice, { readonly kind: "account" }> & { readonly at: Date },
): NewAttempt {
  return newAttempt({
    ...chosen,
    appId: payment.appId,
    paymentId: payment.id,
    method: parameters.method,
    money: { amount: payment.amount, currency: payment.currency },
    payer: parameters.payer,
    clientIp: parameters.client_ip,
    traceId,
    expiresAt: payment.expiresAt,
  });
}

async function store(
  transaction: Connection,
  { payment: before, attempts }: PaymentWithAttempts,
  { attempt, message }: NewAttempt,
): Promise<PaymentRow> {
  const { id: currentAttemptId, method, fee, createdAt: at, traceId } = attempt;
  for (const earlier of attempts.filter(({ state }) => isOpen(state))) {
    await mustUpdate(updateAttempt(transaction, earlier, closeSoon(at)), earlier.id);
  }
  await insertAttempts(transaction, [attempt]);
  const change = { status: "processing", currentAttemptId, method, fee } as const;
  await mustUpdate(updatePayment(transaction, before, change), before.id);
  if (before.status !== change.status) {
    await insertStateChanges(transaction, [
      {
        id: newId("chg"),
        paymentId: before.id,
        subject: "payment",
        subjectId: before.id,
        fromState: before.status,
        toState: change.status,
        cause: "attempt",
        traceId,
        at,
      },
    ]);
  }
  await insertOutbox(transaction, [message]);
  return { ...before, ...change };
}

/** The worker closes it with the new attempt's message; a sweep does where that one gets lost. */
function closeSoon(at: Date): AttemptChange {
  return { closeRequested: true, dueAt: later(at, messageLeaseMs) };
}

/** The rows are locked by this transaction, so a compare-and-set that misses is a bug of ours. */
async function mustUpdate(applied: Promise<boolean>, id: string): Promise<void> {
  if (!(await applied)) throw new Error(`the locked row of ${id} changed under its lock`);
}
