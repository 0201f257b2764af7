import { paymentObject } from "@compose-pay/application";
import { type Database, findPayment, type OutboxRow, type PaymentView } from "@compose-pay/database";
import { type Answer, json } from "@compose-pay/http";
import type { Outbox } from "@compose-pay/messaging";
import type { Call } from "../merchant-call.ts";
import { preferredWait } from "./preferred-wait.ts";
import type { WorkerWait } from "./worker-wait.ts";

export interface AnswerCreatedDeps {
  readonly database: Database;
  readonly workerWait: WorkerWait;
  readonly outbox: Pick<Outbox, "dispatch">;
}

/** A new attempt is sent to its channel now: 201 with what the channel said, or 202 when the wait is over. */
export async function answerCreated(
  deps: AnswerCreatedDeps,
  { prefer }: Call,
  { view, message }: { readonly view: PaymentView; readonly message: OutboxRow },
): Promise<Answer> {
  const { payment } = view;
  const { waitMs, headers } = preferredWait(prefer);
  const outcome = await deps.workerWait.askAndWait(waitMs, message.id, (path) =>
    deps.outbox.dispatch([message], path),
  );
  const hasWaited = outcome === "answered" || outcome === "timed_out";
  const read = hasWaited ? await findPayment(deps.database.connection, payment.appId, payment.id) : null;
  const now = read ?? view;
  return json(now.payment.status === "processing" ? 202 : 201, paymentObject(now), headers);
}
