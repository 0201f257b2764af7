import type { NewDiscrepancy, RefundRow } from "@compose-pay/database";
import { createLogger, createMetrics } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { createAlarms } from "./alarms.ts";
import { followRefundFact } from "./record-refund-answer.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const refund: RefundRow = {
  id: "rfd_1",
  appId: "app_1",
  attemptId: "att_1",
  paymentId: "pay_1",
  method: "wechat_native",
  channel: "wechat",
  channelAccountId: "acc_1",
  amount: 100,
  currency: "CNY",
  kind: "merchant",
  refundNo: "no",
  automaticFor: null,
  parametersSha256: "0".repeat(64),
  feeReturned: 0,
  reason: null,
  notifyUrl: null,
  metadata: {},
  live: false,
  state: "abnormal",
  channelRefundNo: "5030000001",
  failure: { code: "channel_refused", message: "no", channelCode: "ABNORMAL", channelMessage: "退款异常" },
  triesMade: 1,
  dueAt: at,
  traceId: "trace_1",
  createdAt: at,
  succeededAt: null,
  settledAt: null,
};
const discrepancy: NewDiscrepancy = {
  id: "dsc_1",
  type: "amount_differs",
  state: "open",
  channelAccountId: "acc_1",
  paymentId: "pay_1",
  attemptId: "att_1",
  refundId: "",
  evidence: { there: "what the channel said" },
  traceId: "trace_1",
  foundAt: at,
};

function listen() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: "test", level: "info", destination });
  const metrics = createMetrics("test");
  return { alarms: createAlarms({ logger, metrics }), lines, metrics };
}

describe("what somebody must look at", () => {
  it("is told of a discrepancy by its ids, without its evidence, and counted by type", async () => {
    const { alarms, lines, metrics } = listen();
    alarms.discrepancyRaised(discrepancy);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      discrepancy_id: "dsc_1",
      type: "amount_differs",
      account_id: "acc_1",
      payment_id: "pay_1",
      attempt_id: "att_1",
      refund_id: null,
      trace_id: "trace_1",
    });
    expect(lines[0]).not.toContain("what the channel said");
    expect(await metrics.text()).toContain(
      'compose_pay_discrepancies_total{type="amount_differs",service="test"} 1',
    );
  });

  it("is told of a refund when it becomes abnormal, and not of one that goes on or was so before", async () => {
    const { alarms, lines, metrics } = listen();
    const follow = (kind: "changed" | "unchanged", state: RefundRow["state"]) => {
      // because only the refund of the view is looked at
      const view = { refund: { ...refund, state } } as Parameters<typeof followRefundFact>[1]["view"];
      const recorded =
        kind === "changed" ? ({ kind, view, messages: [] } as const) : ({ kind, view } as const);
      followRefundFact({ alarms, dispatch: () => {} }, recorded);
    };
    follow("changed", "processing");
    follow("unchanged", "abnormal");
    expect(lines).toEqual([]);
    follow("changed", "abnormal");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "warn",
      refund_id: "rfd_1",
      payment_id: "pay_1",
      kind: "merchant",
    });
    expect(await metrics.text()).toContain(
      'compose_pay_refunds_abnormal_total{channel="wechat",service="test"} 1',
    );
  });
});
