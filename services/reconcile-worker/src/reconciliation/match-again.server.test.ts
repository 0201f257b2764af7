import {
  findRun,
  insertBookEntries,
  insertRefunds,
  inTransaction,
  listDiscrepancies,
  type RefundRow,
  type RunRow,
} from "@compose-pay/database";
import { type BillLine, dayAfter } from "@compose-pay/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { account, at, day, type DayStage, lineOf, openDayStage } from "../../testing/day-stage.ts";
import { newRefundOf } from "../../testing/new-refund-of.ts";
import { finishRun } from "./finish-run.ts";
import { matchDay } from "./match-day.ts";

describe("a day that is matched again", () => {
  let stage: DayStage;
  beforeAll(async () => {
    stage = await openDayStage();
  });
  beforeEach(() => stage.empty());
  afterAll(() => stage.close());

  const run = async (lines: readonly BillLine[], change: Partial<RunRow> = {}): Promise<RunRow> => {
    const { day: ofDay = day, version = 1 } = change;
    const bill = await stage.bill(lines, { day: ofDay, version });
    const held = await stage.run(bill, change);
    await finishRun(stage.deps(), held, await matchDay(stage.deps(), held));
    const done = await findRun(stage.database.connection, held.id);
    if (done === null) throw new Error("the run is gone");
    return done;
  };
  const open = async () => {
    const rows = await listDiscrepancies(stage.database.connection, { state: "open", limit: 100 });
    return rows.map(({ type, attemptId, refundId, runId }) => ({ type, attemptId, refundId, runId }));
  };

  it("opens again what a bill in between had settled", async () => {
    const paid = await stage.paid();
    await run([]);
    expect((await run([lineOf(paid)], { version: 2 })).state).toBe("closed");
    expect(await open()).toEqual([]);
    const third = await run([], { version: 3 });
    expect(third.state).toBe("has_discrepancies");
    expect(await open()).toEqual([
      { type: "missing_there", attemptId: paid.id, refundId: "", runId: third.id },
    ]);
  });

  it("is not closed by a decision that somebody has yet to approve", async () => {
    const paid = await stage.paid();
    await run([lineOf(paid, { amount: 1 })]);
    await stage.database.pool.query("UPDATE discrepancies SET state = 'awaiting_approval'");
    const again = await run([lineOf(paid, { amount: 1 })], { version: 2 });
    expect(again.state).toBe("has_discrepancies");
  });

  it("keeps a person's decision, as long as it is about the same money", async () => {
    const paid = await stage.paid();
    await run([lineOf(paid, { amount: 1 })]);
    await stage.database.pool.query("UPDATE discrepancies SET state = 'resolved', resolution = 'ignore'");
    expect((await run([lineOf(paid, { amount: 1 })], { version: 2 })).state).toBe("closed");
    const other = await run([lineOf(paid, { amount: 2 })], { version: 3 });
    expect(other.state).toBe("has_discrepancies");
  });

  it("has its own row where another day differs in the same", async () => {
    const paid = await stage.paid();
    await run([lineOf(paid)]);
    const next = await run([lineOf(paid)], { day: dayAfter(day, 1) });
    const after = await run([lineOf(paid)], { day: dayAfter(day, 2) });
    expect((await open()).map(({ type, runId }) => [type, runId])).toEqual([
      ["duplicate", after.id],
      ["duplicate", next.id],
    ]);
  });

  it("does not suspend again what no bill has had in time", async () => {
    const lost = await stage.paid({}, { occurredAt: at("23:59:59.999") });
    await run([]);
    for (const days of [1, 2, 3]) await run([], { day: dayAfter(day, days) });
    const again = await run([], { version: 2 });
    expect(again.state).toBe("has_discrepancies");
    expect(await open()).toEqual([
      { type: "missing_there", attemptId: lost.id, refundId: "", runId: again.id },
    ]);
  });

  it("suspends again what a bill had that was corrected since", async () => {
    const late = await stage.paid({}, { occurredAt: at("23:59:59.999") });
    const next = dayAfter(day, 1);
    await run([]);
    await run([lineOf(late)], { day: next });
    await run([], { day: next, version: 2 });
    const again = await run([], { version: 2 });
    expect(again.state).toBe("balanced");
    for (const days of [2, 3]) await run([], { day: dayAfter(day, days) });
    expect(await open()).toEqual([
      { type: "missing_there", attemptId: late.id, refundId: "", runId: again.id },
    ]);
  });

  it("is not finished while a line of its bill has no class", async () => {
    const bill = await stage.bill([lineOf(await stage.paid())]);
    const held = await stage.run(bill);
    await stage.database.pool.query("DELETE FROM bill_lines");
    const finishing = finishRun(stage.deps(), held, await matchDay(stage.deps(), held));
    await expect(finishing).rejects.toThrow("of 1 lines of the bill 0 have a class");
  });

  it("waits for the bills of all three days, and not for later ones alone", async () => {
    const late = await stage.paid({}, { occurredAt: at("23:59:59.999") });
    const first = await run([]);
    await run([], { day: dayAfter(day, 3) });
    expect(await open()).toEqual([]);
    await run([lineOf(late)], { day: dayAfter(day, 1) });
    expect((await stage.hold()).id).toBe(first.id);
    await run([], { day: dayAfter(day, 2) });
    expect(await open()).toEqual([]);
  });

  it("tells a refund that somebody made in the channel's console from ours, where both have the order's number", async () => {
    const paid = await stage.paid({ channelTradeNo: "T1" });
    const ours = await refundOf(newRefundOf(paid, { amount: 300, feeReturned: 1, channelRefundNo: "T1" }));
    const line = {
      lineNo: 3,
      kind: "refund",
      outTradeNo: paid.id,
      amount: 300,
      fee: -1,
      channelNo: "T1",
    } as const;
    await run([
      lineOf(paid),
      lineOf(paid, { ...line, outNo: ours.id }),
      lineOf(paid, { ...line, lineNo: 4, outNo: "console_1" }),
    ]);
    expect(await open()).toMatchObject([{ type: "missing_here", attemptId: paid.id, refundId: "console_1" }]);
  });

  it("agrees with a second payment whose money its cancel gave back", async () => {
    const paid = await stage.paid({ channelTradeNo: "T1" });
    await refundOf(newRefundOf(paid, { kind: "duplicate", channelRefundNo: "T1" }));
    const closed = await run([lineOf(paid), lineOf(paid, { lineNo: 3, status: "revoked" })]);
    expect(await open()).toEqual([]);
    expect(closed.state).toBe("closed");
  });

  async function refundOf(row: RefundRow): Promise<RefundRow> {
    const refund: RefundRow = { ...row, state: "succeeded", succeededAt: at("12:00:00") };
    await insertRefunds(stage.database.connection, [refund]);
    const entry = {
      channelAccountId: account,
      day,
      outNo: refund.id,
      kind: "refund" as const,
      appId: refund.appId,
      live: false,
      paymentId: refund.paymentId,
      method: refund.method,
      amount: refund.amount,
      fee: -refund.feeReturned,
      channelNo: refund.channelRefundNo,
      occurredAt: at("12:00:00"),
      bookedAt: at("12:00:00"),
    };
    await inTransaction(stage.database, (transaction) => insertBookEntries(transaction, [entry]));
    return refund;
  }
});
