import { recordRefundFact } from "@compose-pay/application";
import { makeRefund, queryRefund, refundAnswered } from "@compose-pay/contracts";
import { findRefund } from "@compose-pay/database";
import type { RefundFact } from "@compose-pay/domain";
import { done, type Handling, type MessageContext, on } from "@compose-pay/messaging";
import { systemClock } from "@compose-pay/runtime";
import type { IngressStage } from "./ingress-stage.ts";

export interface StandInRefunds {
  /** What is recorded at the next refund; null leaves the question without an answer. */
  atRefund: RefundFact | "succeeds" | null;
  /** The same for a query. */
  atRefundQuery: RefundFact | "succeeds" | null;
}

/** The worker's part in refunds, decided by the test. */
export function standInRefundHandlings(
  stage: IngressStage,
  worker: StandInRefunds & { readonly note: (name: string) => void },
): readonly Handling[] {
  const settle = async (
    refundId: string,
    said: RefundFact | "succeeds" | null,
    { traceId, replyTo, correlationId }: MessageContext,
  ) => {
    const view = await findRefund(stage.database.connection, refundId);
    if (view === null || said === null) return done;
    const { amount, currency, paymentId } = view.refund;
    const money = { amount, currency };
    const succeeded = { type: "succeeded", money, channelRefundNo: "R1", succeededAt: new Date() } as const;
    const fact = said === "succeeds" ? succeeded : said;
    const deps = { database: stage.database, clock: systemClock };
    await recordRefundFact(deps, { paymentId, refundId, fact, cause: "test", traceId });
    if (replyTo !== undefined && correlationId !== undefined) {
      const path = { replyTo, correlationId, traceId };
      stage.messaging.publishReply(path, refundAnswered, { refund_id: refundId });
    }
    return done;
  };
  return [
    on(makeRefund, ({ refund_id: id }, context) => {
      worker.note(makeRefund.name);
      return settle(id, worker.atRefund, context);
    }),
    on(queryRefund, ({ refund_id: id }, context) => {
      worker.note(queryRefund.name);
      return settle(id, worker.atRefundQuery, context);
    }),
  ];
}
