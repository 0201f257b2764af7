import {
  bookEntries,
  type DiscrepancyRow,
  findDiscrepancy,
  insertDiscrepancy,
  inTransaction,
  type NewDiscrepancy,
  type PaymentView,
  type RefundView,
} from "@compose-pay/database";
import type { MatchEvidence, Resolution } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { type ResolutionResult, resolveDiscrepancy } from "../src/resolve-discrepancy.ts";
import { type SetUpFixture, setUpAt } from "./set-up-fixture.ts";

export const runDay = "2026-03-01";
const approvalFromFen = 100_000;

export function resolutionDeps({ deps }: SetUpFixture) {
  return { ...deps, approvalFromFen };
}

/** Stores a discrepancy of 500 fen as it is found. */
export async function raise(
  { deps }: SetUpFixture,
  row: Partial<NewDiscrepancy> & Pick<NewDiscrepancy, "type">,
): Promise<DiscrepancyRow> {
  const id = newId("dsc");
  const found: NewDiscrepancy = {
    id,
    state: "open",
    channelAccountId: "acc_test",
    paymentId: null,
    attemptId: null,
    refundId: "",
    evidence: {},
    amount: 500,
    traceId: "trace_of_run",
    foundAt: setUpAt,
    ...row,
  };
  await inTransaction(deps.database, (transaction) => insertDiscrepancy(transaction, found));
  return rereadDiscrepancy({ deps }, id);
}

/** One that a run found about a payment: its line of the bill is paid, unless it says otherwise. */
export function raiseOfPayment(
  fixture: SetUpFixture,
  { attempt }: Pick<PaymentView, "attempt">,
  found: {
    readonly type: NewDiscrepancy["type"];
    readonly amount?: number | null;
    readonly here?: Partial<NonNullable<MatchEvidence["here"]>> | null;
    readonly there?: Partial<NonNullable<MatchEvidence["there"]>> | null;
  },
): Promise<DiscrepancyRow> {
  const { id, paymentId, amount, fee, state } = attempt;
  const here = { state, amount, fee, channel_no: null, day: runDay, payment_id: paymentId };
  const evidence: MatchEvidence = {
    kind: "payment",
    out_no: id,
    here: found.here === null ? null : { ...here, ...found.here },
    there: found.there === null ? null : { ...lineOf(id, amount), fee, ...found.there },
  };
  const { type, amount: about = amount } = found;
  const ofRun = { runId: newId("run"), day: runDay, evidence };
  return raise(fixture, { type, amount: about, paymentId, attemptId: id, ...ofRun });
}

export function raiseOfRefund(
  fixture: SetUpFixture,
  { refund }: Pick<RefundView, "refund">,
  found: {
    readonly type: NewDiscrepancy["type"];
    readonly there?: Partial<NonNullable<MatchEvidence["there"]>>;
  },
): Promise<DiscrepancyRow> {
  const { id: refundId, paymentId, attemptId, amount } = refund;
  const there = { ...lineOf(refundId, amount), out_trade_no: attemptId, ...found.there };
  const evidence: MatchEvidence = { kind: "refund", out_no: refundId, here: null, there };
  const ofRun = { runId: newId("run"), day: runDay, evidence };
  return raise(fixture, { type: found.type, amount, paymentId, attemptId, refundId, ...ofRun });
}

/** A paid line of a bill, under the channel's number that a fixture's payment gets. */
function lineOf(outNo: string, amount: number): NonNullable<MatchEvidence["there"]> {
  return {
    line_no: 7,
    bill_id: "bil_1",
    amount,
    fee: 0,
    channel_no: `42${outNo}`,
    status: "succeeded",
    occurred_at: "2026-03-01T08:01:00.000Z",
    out_trade_no: null,
  };
}

export function decide(
  fixture: SetUpFixture,
  { id }: Pick<DiscrepancyRow, "id">,
  resolution: Resolution,
): Promise<ResolutionResult> {
  const by = { reason: "as the channel's console shows", operator: "anna" };
  return resolveDiscrepancy(resolutionDeps(fixture), { id, resolution, ...by });
}

export async function rereadDiscrepancy(
  { deps }: Pick<SetUpFixture, "deps">,
  id: string,
): Promise<DiscrepancyRow> {
  const row = await findDiscrepancy(deps.database.connection, id);
  if (row === null) throw new Error(`there is no discrepancy ${id}`);
  return row;
}

/** The payment's entry in the books, with this fee. */
export async function book(
  { deps }: SetUpFixture,
  { payment, attempt }: PaymentView,
  fee: number,
): Promise<void> {
  const { id: outNo, channelAccountId, paymentId, method, amount, channelTradeNo: channelNo } = attempt;
  const { appId, live } = payment;
  const ours = { appId, live, paymentId, method, amount, channelNo };
  await deps.database.connection
    .insert(bookEntries)
    .values({
      channelAccountId,
      day: runDay,
      outNo,
      kind: "payment",
      ...ours,
      fee,
      occurredAt: setUpAt,
      bookedAt: setUpAt,
    })
    .onDuplicateKeyUpdate({ set: { fee } });
}
