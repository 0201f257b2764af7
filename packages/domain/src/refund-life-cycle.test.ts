import { describe, expect, it } from "vitest";
import {
  decideRefund,
  isRefundOpen,
  type RefundFact,
  type RefundState,
  refundEventOf,
  refundStates,
  refundStatusOf,
} from "./refund-life-cycle.ts";

const money = { amount: 50, currency: "CNY" } as const;
const failure = { code: "channel_refused", message: "no", channelCode: null, channelMessage: null };
const facts = {
  submitting: { type: "submitting" },
  accepted: { type: "accepted", channelRefundNo: "5030" },
  succeeded: { type: "succeeded", money, channelRefundNo: "5030", succeededAt: new Date(0) },
  failed: { type: "failed", failure },
  abnormal: { type: "abnormal", channelRefundNo: "5030", failure },
  resumed: { type: "resumed" },
} as const satisfies Record<string, RefundFact>;

/** Rows: the state. Columns: submitting, accepted, succeeded, failed, abnormal, resumed. */
const table: Readonly<Record<RefundState, readonly string[]>> = {
  created: ["submitted", "processing", "succeeded", "failed", "abnormal", "="],
  submitted: ["=", "processing", "succeeded", "failed", "abnormal", "="],
  processing: ["=", "=", "succeeded", "failed", "abnormal", "="],
  succeeded: ["=", "=", "=", "=", "=", "="],
  failed: ["=", "=", "!ended_before", "=", "=", "="],
  abnormal: ["=", "=", "succeeded", "failed", "=", "processing"],
};

describe("a refund's life cycle", () => {
  it.each(refundStates)("from %s goes where the table says", (state) => {
    expect(Object.values(facts).map((fact) => inShort(state, fact))).toEqual(table[state]);
  });

  it.each(refundStates)("refuses a success with another sum while it is %s", (state) => {
    const claim = { ...facts.succeeded, money: { ...money, amount: 51 } };
    expect(inShort(state, claim)).toBe("!amount_differs");
  });

  it("is over only when it succeeded or failed", () => {
    expect(refundStates.filter((state) => !isRefundOpen(state))).toEqual(["succeeded", "failed"]);
  });

  it("shows merchants one word for every state in which the channel works", () => {
    expect(refundStates.map(refundStatusOf)).toEqual([
      "processing",
      "processing",
      "processing",
      "succeeded",
      "failed",
      "abnormal",
    ]);
  });

  it("makes an event by its end only, and for a duplicate only when the money is back", () => {
    expect(refundStates.map((to) => refundEventOf("merchant", to)).filter((type) => type !== null)).toEqual([
      "refund.succeeded",
      "refund.failed",
    ]);
    expect(refundEventOf("duplicate", "succeeded")).toBe("payment.duplicate_refunded");
    expect(refundEventOf("duplicate", "failed")).toBeNull();
  });
});

function inShort(state: RefundState, fact: RefundFact): string {
  const decision = decideRefund(state, fact, money);
  switch (decision.kind) {
    case "unchanged":
      return "=";
    case "refused":
      return `!${decision.reason}`;
    case "transition":
      return decision.next;
  }
}
