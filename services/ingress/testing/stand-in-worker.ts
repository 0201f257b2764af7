import { recordFact } from "@compose-pay/application";
import { closeOrder, createOrder, paymentAnswered, queryOrder } from "@compose-pay/contracts";
import { findAttempt } from "@compose-pay/database";
import type { AttemptFact } from "@compose-pay/domain";
import { channelQueue, done, type MessageContext, on } from "@compose-pay/messaging";
import { systemClock } from "@compose-pay/runtime";
import type { IngressStage } from "./ingress-stage.ts";
import { type StandInRefunds, standInRefundHandlings } from "./stand-in-refunds.ts";

export interface StandInWorker extends StandInRefunds {
  /** Questions in the order they came: `channel.create`, `channel.query` … */
  readonly asked: readonly string[];
  /** What it records at the next create; the customer can pay unless it is told otherwise. */
  atCreate: AttemptFact | null;
  /** The same for a close; null leaves the question without an answer. */
  atClose: AttemptFact | null;
  /** The same for a query. */
  atQuery: AttemptFact | null;
}

/** Takes the work of the mock channel from the real queues, and decides as the test says. */
export async function startStandInWorker(stage: IngressStage): Promise<StandInWorker> {
  const asked: string[] = [];
  const worker: StandInWorker = {
    asked,
    atCreate: { type: "accepted" },
    atClose: { type: "closed" },
    atQuery: { type: "accepted" },
    atRefund: "succeeds",
    atRefundQuery: "succeeds",
  };
  const settle = async (attemptId: string, fact: AttemptFact | null, context: MessageContext) => {
    const view = await findAttempt(stage.database.connection, attemptId);
    if (view === null || fact === null) return done;
    const { id: paymentId } = view.payment;
    await recordFact(
      { database: stage.database, clock: systemClock },
      {
        paymentId,
        attemptId,
        fact,
        cause: "test",
        traceId: context.traceId,
        nextAction: { type: "qr_code", qr_code: "mock://pay" },
      },
    );
    const { replyTo, correlationId, traceId } = context;
    if (replyTo !== undefined && correlationId !== undefined) {
      stage.messaging.publishReply({ replyTo, correlationId, traceId }, paymentAnswered, {
        payment_id: paymentId,
      });
    }
    return done;
  };
  const handlings = [
    on(createOrder, ({ attempt_id: id }, context) =>
      note(createOrder.name, settle(id, worker.atCreate, context)),
    ),
    on(closeOrder, ({ attempt_id: id }, context) =>
      note(closeOrder.name, settle(id, worker.atClose, context)),
    ),
    on(queryOrder, ({ attempt_id: id }, context) =>
      note(queryOrder.name, settle(id, worker.atQuery, context)),
    ),
  ];
  const note = <Result>(name: string, result: Result): Result => {
    asked.push(name);
    return result;
  };
  const refundHandlings = standInRefundHandlings(
    stage,
    Object.assign(worker, { note: (name: string) => asked.push(name) }),
  );
  for (const lane of ["interactive", "background"] as const) {
    const handlers = lane === "background" ? [...handlings, ...refundHandlings] : handlings;
    await stage.messaging.consume({ queue: channelQueue("mock", lane), prefetch: 16, handlers });
  }
  return worker;
}
