import {
  findRun,
  insertRefunds,
  listDiscrepancies,
  type RefundRow,
  type RunRow,
} from "@compose-pay/database";
import { dayAfter, matchClasses } from "@compose-pay/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, day, type DayStage, lineOf, openDayStage } from "../../testing/day-stage.ts";
import { newRefundOf } from "../../testing/new-refund-of.ts";
import { finishRun } from "./finish-run.ts";
import { matchDay } from "./match-day.ts";
import { readCounts } from "./run-counts.ts";

describe("the lines and entries of a day", () => {
  let stage: DayStage;
  beforeAll(async () => {
    stage = await openDayStage();
  });
  beforeEach(() => stage.empty());
  afterAll(() => stage.close());

  const finish = async (run: RunRow & { readonly tradeBillId: string }) => {
    await finishRun(stage.deps(), run, await matchDay(stage.deps(), run));
    const done = await findRun(stage.database.connection, run.id);
    if (done === null) throw new Error("the run is gone");
    return done;
  };
  const found = async () => {
    const rows = await listDiscrepancies(stage.database.connection, { state: "open", limit: 100 });
    return rows.map(({ type, attemptId, refundId, amount }) => ({ type, attemptId, refundId, amount }));
  };
  const refund = async (change: Partial<RefundRow>) => {
    const row = newRefundOf(await stage.paid(), {
      state: "succeeded",
      succeededAt: at("12:00:00"),
      ...change,
    });
    await insertRefunds(stage.database.connection, [row]);
    return row;
  };

  it("that agree close the day, with its sums", async () => {
    const paid = [await stage.paid(), await stage.paid({ amount: 500, fee: 3 })];
    const bill = await stage.bill(paid.map((one, index) => lineOf(one, { lineNo: index + 2 })));
    const run = await finish(await stage.run(bill));
    expect(run).toMatchObject({ state: "closed", dueAt: null, fault: null });
    expect(run.summary).toMatchObject({
      there: { payments: 2, paymentAmount: 1_500, fees: 9 },
      here: { payments: 2, paymentAmount: 1_500, fees: 9 },
      difference: { payments: 0, refunds: 0, fees: 0 },
    });
    expect(sums(run)).toEqual({ lines: { matched: 2 }, entries: { matched: 2 } });
    expect(await found()).toEqual([]);
  });

  it("that differ are each found once, with both sides, and nothing else is", async () => {
    const plain = await stage.paid();
    const [amount, fee, twice, gone] = [
      await stage.paid(),
      await stage.paid(),
      await stage.paid(),
      await stage.paid(),
    ];
    const open = await stage.unpaid({ state: "pending" });
    const bill = await stage.bill([
      lineOf(plain, { lineNo: 2 }),
      lineOf(amount, { lineNo: 3, amount: 999 }),
      lineOf(fee, { lineNo: 4, fee: 5 }),
      lineOf(twice, { lineNo: 5 }),
      lineOf(twice, { lineNo: 6 }),
      lineOf(open, { lineNo: 7 }),
      lineOf(plain, { lineNo: 8, outNo: "stranger", outTradeNo: "stranger", channelNo: "t_stranger" }),
    ]);
    const run = await finish(await stage.run(bill));
    expect(run.state).toBe("has_discrepancies");
    expect(await found()).toEqual(
      expect.arrayContaining([
        { type: "amount_differs", attemptId: amount.id, refundId: "", amount: 999 },
        { type: "fee_differs", attemptId: fee.id, refundId: "", amount: 1_000 },
        { type: "duplicate", attemptId: twice.id, refundId: "", amount: 1_000 },
        { type: "status_differs", attemptId: open.id, refundId: "", amount: 1_000 },
        { type: "missing_here", attemptId: "stranger", refundId: "", amount: 1_000 },
        { type: "missing_there", attemptId: gone.id, refundId: "", amount: 1_000 },
      ]),
    );
    expect(await found()).toHaveLength(6);
    expect(sums(run)).toEqual({
      lines: {
        matched: 2,
        amount_differs: 1,
        fee_differs: 1,
        duplicate: 1,
        status_differs: 1,
        missing_here: 1,
      },
      entries: { matched: 2, amount_differs: 1, fee_differs: 1, missing_there: 1 },
    });
  });

  it("are matched by the channel's number where ours is another", async () => {
    const paid = await stage.paid();
    const bill = await stage.bill([lineOf(paid, { outNo: "x_1", outTradeNo: "x_1" })]);
    const run = await finish(await stage.run(bill));
    expect(sums(run)).toEqual({ lines: { matched: 1 }, entries: { matched: 1 } });
    expect(run.state).toBe("closed");
  });

  it("of refunds are held to what we know of them by now", async () => {
    const older = await refund({ createdAt: at("09:00:00", "2026-01-02") });
    const working = await refund({ state: "processing", succeededAt: null });
    const failed = await refund({ state: "failed", succeededAt: null });
    await stage.database.pool.query("DELETE FROM book_entries");
    const bill = await stage.bill([
      lineOf(await stage.paid(), { lineNo: 2 }),
      lineOf(await stage.paid(), { lineNo: 3, ...refundLine(older), channelNo: "r1" }),
      lineOf(await stage.paid(), {
        lineNo: 4,
        ...refundLine(working),
        status: "processing",
        channelNo: "r2",
      }),
      lineOf(await stage.paid(), { lineNo: 5, ...refundLine(failed), channelNo: "r3" }),
    ]);
    await stage.database.pool.query(
      "DELETE FROM book_entries WHERE out_no NOT IN (SELECT out_no FROM bill_lines)",
    );
    const run = await finish(await stage.run(bill));
    // The older one was not booked yet: it is by the line.
    expect(sums(run)).toEqual({ lines: { matched: 3, status_differs: 1 }, entries: { matched: 2 } });
    expect(await found()).toEqual([
      { type: "status_differs", attemptId: failed.attemptId, refundId: failed.id, amount: failed.amount },
    ]);
  });

  it("around midnight may be in the next days' bills, and are missing when they are not", async () => {
    const late = await stage.paid({}, { occurredAt: at("23:59:59.999") });
    const lost = await stage.paid({}, { occurredAt: at("23:59:59.999") });
    const first = await finish(await stage.run(await stage.bill([])));
    expect(first.state).toBe("balanced");
    expect(sums(first)).toEqual({ lines: {}, entries: { suspended: 2 } });
    const next = dayAfter(day, 1);
    const line = lineOf(late, { occurredAt: at("00:00:00", next) });
    const second = await finish(await stage.run(await stage.bill([line], { day: next }), { day: next }));
    expect(sums(second)).toEqual({ lines: { matched: 1 }, entries: {} });
    expect(await found()).toEqual([]);
    for (const days of [2, 3]) {
      const one = dayAfter(day, days);
      await finish(await stage.run(await stage.bill([], { day: one }), { day: one }));
    }
    expect(await found()).toEqual([
      { type: "missing_there", attemptId: lost.id, refundId: "", amount: 1_000 },
    ]);
    expect(await findRun(stage.database.connection, first.id)).toMatchObject({ state: "balanced" });
    expect((await stage.hold()).id).toBe(first.id);
  });

  it("that a cancel gave back agree with a payment that was closed here", async () => {
    const closed = await stage.unpaid({ state: "closed" });
    const bill = await stage.bill([lineOf(closed), lineOf(closed, { lineNo: 3, status: "revoked" })]);
    const run = await finish(await stage.run(bill));
    expect(sums(run)).toEqual({ lines: { matched: 2 }, entries: {} });
  });

  it("of another account are none of this one", async () => {
    const other = await stage.paid({ channelAccountId: "acc_2" });
    const run = await finish(await stage.run(await stage.bill([lineOf(other)])));
    expect(sums(run)).toEqual({ lines: { missing_here: 1 }, entries: {} });
  });

  it("come to the same when the run is done again, and settle by themselves with a corrected bill", async () => {
    const paid = await stage.paid();
    const spoilt = await stage.bill([lineOf(paid, { amount: 1 })]);
    const first = await finish(await stage.run(spoilt));
    const before = await found();
    const again = await finish(await stage.run(spoilt, { version: 2 }));
    expect(sums(again)).toEqual(sums(first));
    expect(await found()).toEqual(before);
    const right = await stage.bill([lineOf(paid)], { version: 2 });
    const corrected = await finish(await stage.run(right, { version: 3 }));
    expect(corrected.state).toBe("closed");
    expect(await found()).toEqual([]);
    expect(await findRun(stage.database.connection, first.id)).toMatchObject({
      version: 1,
      counts: first.counts,
    });
  });

  it("are counted once however often the run is cut off and goes on", async () => {
    const paid = await Promise.all(Array.from({ length: 40 }, () => stage.paid()));
    const lines = paid.slice(10).map((one, index) => lineOf(one, { lineNo: index + 2, amount: 1 }));
    const bill = await stage.bill(lines);
    await stage.run(bill);
    let cutOff = 0;
    for (let looks = 1; ; looks += 1) {
      const run = await stage.hold();
      const stopping = new AbortController();
      const clock = clockThatStops(stopping, looks);
      try {
        await matchDay(stage.deps({ signal: stopping.signal, clock }), run);
        break;
      } catch {
        cutOff += 1;
      }
    }
    expect(cutOff).toBeGreaterThan(0);
    const done = await findRun(stage.database.connection, (await stage.hold()).id);
    expect(sums(done)).toEqual({
      lines: { amount_differs: 30 },
      entries: { amount_differs: 30, missing_there: 10 },
    });
    expect(await found()).toHaveLength(40);
  });

  it("are left alone by who has lost the run to another", async () => {
    const run = await stage.run(await stage.bill([lineOf(await stage.paid())]));
    await stage.hold();
    await expect(matchDay(stage.deps(), run)).rejects.toThrow("held by another");
    expect(sums(await findRun(stage.database.connection, run.id))).toEqual({ lines: {}, entries: {} });
  });
});

/** What is not zero of a run's counts. */
function sums(run: RunRow | null) {
  const counts = readCounts(run?.counts ?? {});
  const some = (side: "lines" | "entries") =>
    Object.fromEntries(
      matchClasses.filter((one) => counts[side][one] > 0).map((one) => [one, counts[side][one]]),
    );
  return { lines: some("lines"), entries: some("entries") };
}

const refundLine = (row: RefundRow) =>
  ({
    kind: "refund",
    outNo: row.id,
    outTradeNo: row.attemptId,
    amount: row.amount,
    fee: -row.feeReturned,
  }) as const;

function clockThatStops(stopping: AbortController, after: number) {
  let asked = 0;
  return {
    now: () => {
      asked += 1;
      if (asked > after) stopping.abort();
      return new Date("2026-03-05T08:00:00.000Z");
    },
  };
}
