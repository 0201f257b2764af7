import type { NewDiscrepancy, RefundRow } from "@compose-pay/database";
import type { Logger, Metrics } from "@compose-pay/runtime";

/** What somebody must look at is told in the log, by its ids alone, and counted. */
export interface Alarms {
  readonly discrepancyRaised: (row: NewDiscrepancy) => void;
  /** Its channel holds the money and an operator must say where it goes. */
  readonly refundAbnormal: (refund: RefundRow) => void;
}

export function createAlarms({
  logger,
  metrics,
}: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): Alarms {
  const discrepancies = metrics.counter({
    name: "compose_pay_discrepancies_total",
    help: "Differences with a channel that were raised for the first time, by type.",
    labels: ["type"],
  });
  const abnormal = metrics.counter({
    name: "compose_pay_refunds_abnormal_total",
    help: "Refunds that became abnormal, by channel.",
    labels: ["channel"],
  });
  return {
    discrepancyRaised: ({ id, type, channelAccountId, paymentId, attemptId, refundId, traceId }) => {
      discrepancies.inc({ type });
      const ids = {
        discrepancy_id: id,
        type,
        account_id: channelAccountId,
        payment_id: paymentId,
        attempt_id: attemptId,
        refund_id: refundId === "" ? null : refundId,
        trace_id: traceId,
      };
      logger.error(ids, "a discrepancy was raised");
    },
    refundAbnormal: ({ id, channel, channelAccountId, paymentId, attemptId, kind, traceId }) => {
      abnormal.inc({ channel });
      const ids = {
        refund_id: id,
        kind,
        account_id: channelAccountId,
        payment_id: paymentId,
        attempt_id: attemptId,
        trace_id: traceId,
      };
      logger.warn(ids, "a refund is abnormal and waits for an operator");
    },
  };
}
