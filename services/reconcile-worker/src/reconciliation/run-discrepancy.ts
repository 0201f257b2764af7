import type { FullLine, NewDiscrepancy, NumberedRecord } from "@compose-pay/database";
import { isReturn, type MatchClass } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";

/** The classes that a person must look at. */
export type Difference = Exclude<MatchClass, "matched" | "suspended">;

export function isDifference(found: MatchClass): found is Difference {
  return found !== "matched" && found !== "suspended";
}

/** The run that finds something. */
export interface FindingRun {
  readonly id: string;
  readonly channelAccountId: string;
  readonly day: string;
  readonly traceId: string;
}

/** Both sides of a difference; one of them may have nothing. */
export interface Sides {
  readonly here: NumberedRecord | null;
  /** The day of our books that has it. */
  readonly bookedOn: string | null;
  readonly there: FullLine | null;
}

/** A difference with the evidence of both sides, as `MatchEvidence` of the guide has it. */
export function runDiscrepancy(
  run: FindingRun,
  type: Difference,
  { sides, at }: { readonly sides: Sides; readonly at: Date },
): NewDiscrepancy {
  const { here, there, bookedOn } = sides;
  // A line that gives money back stands under the number of its order, which is a payment here.
  const kind = here?.kind ?? there?.kind ?? "payment";
  return {
    id: newId("dsc"),
    type,
    state: "open",
    channelAccountId: run.channelAccountId,
    paymentId: here?.paymentId ?? null,
    ...numbersOf(sides),
    evidence: {
      kind,
      out_no: here?.outNo ?? there?.outNo ?? "",
      here: here === null ? null : hereOf(here, bookedOn),
      there: there === null ? null : thereOf(there),
    },
    runId: run.id,
    day: run.day,
    amount: there?.amount ?? here?.amount ?? null,
    traceId: run.traceId,
    foundAt: at,
  };
}

function numbersOf({ here, there }: Sides): Pick<NewDiscrepancy, "attemptId" | "refundId"> {
  if (here?.kind === "payment") return { attemptId: here.outNo, refundId: "" };
  if (here?.kind === "refund") return { attemptId: here.attemptId, refundId: here.outNo };
  const isRefund = there?.kind === "refund";
  return { attemptId: there?.outTradeNo ?? "", refundId: isRefund ? there.outNo : "" };
}

function hereOf(record: NumberedRecord, bookedOn: string | null) {
  const { state, amount, fee, channelNo, paymentId, outNo } = record;
  return { out_no: outNo, state, amount, fee, channel_no: channelNo, day: bookedOn, payment_id: paymentId };
}

function thereOf(line: FullLine) {
  return {
    bill_id: line.billId,
    line_no: line.lineNo,
    out_no: line.outNo,
    out_trade_no: line.outTradeNo,
    channel_no: line.channelNo,
    amount: line.amount,
    fee: line.fee,
    status: isReturn(line) ? "revoked" : line.status,
    occurred_at: line.occurredAt.toISOString(),
  };
}
