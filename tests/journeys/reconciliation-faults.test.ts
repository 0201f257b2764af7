import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillDesk, type BillSpoil, createBillDesk } from "./harness/bill-desk.ts";
import { dayAfter, daysAgo, daysBefore, endOfMonthBefore, inChina } from "./harness/china-days.ts";
import type { RealChannel } from "./harness/customer.ts";
import { createOperator } from "./harness/operator.ts";
import { type Reconciling, reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { type TradingDay, tradingDayOf } from "./harness/trading-day.ts";

let stage: Stage;
let desk: BillDesk;
let reconciling: Reconciling;
let trading: TradingDay;

const channels = ["wechat", "alipay"] as const;
const day = daysAgo(2);
const monthEnd = endOfMonthBefore(day);
// Before the end of that month, so that no two of these days can ever be the same.
const handDay = daysBefore(monthEnd, 1);
const emptyDay = daysBefore(monthEnd, 2);

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "200" } } });
  desk = createBillDesk(stage.product.sandboxUrl);
  reconciling = reconcilingOf(stage);
  trading = tradingDayOf(stage);
  await desk.setClock(inChina(monthEnd, "12:00:00"));
  const old = await Promise.all(channels.map((channel) => trading.paid(channel, { amount: 900 })));
  await desk.setClock(inChina(handDay, "12:00:00"));
  await trading.paid("wechat", { amount: 500 });
  await desk.setClock(inChina(day, "12:00:00"));
  await Promise.all(channels.map((channel) => trading.paid(channel, { amount: 800 })));
  await Promise.all(old.map((payment) => trading.refunded(payment, 200)));
  await desk.setClock(new Date());
});
afterAll(() => stage.close());

describe("a run", () => {
  it("waits for a bill that is not made yet, and counts how often it asked", async () => {
    await desk.setClock(inChina(dayAfter(monthEnd), "08:30:00"));
    const id = await reconciling.start("wechat", monthEnd);
    await reconciling.until(id, ({ asked }) => asked === 1);
    await stage.books.change("UPDATE runs SET due_at = UTC_TIMESTAMP(3) WHERE id = ?", [id]);
    expect(await reconciling.until(id, ({ asked }) => asked === 2)).toMatchObject({
      state: "waiting_for_bill",
      fault: null,
    });
    await desk.setClock(new Date());
    await stage.books.change("UPDATE runs SET due_at = UTC_TIMESTAMP(3) WHERE id = ?", [id]);
    const run = await reconciling.untilMatched(id);
    expect(run).toMatchObject({ state: "closed", summary: { there: { payments: 1, paymentAmount: 900 } } });
  });

  it("closes the last day of a month with what was paid on it alone", async () => {
    const run = await reconciling.untilMatched(await reconciling.start("alipay", monthEnd));
    expect(run).toMatchObject({ state: "closed", counts: { lines: { matched: 1 } } });
  });

  it.each(channels)("closes a day on which nothing happened at %s", async (channel) => {
    const run = await reconciling.untilMatched(await reconciling.start(channel, emptyDay));
    expect(run).toMatchObject({ state: "closed", discrepancies: 0 });
    expect(run.summary).toMatchObject({ there: { payments: 0 }, here: { payments: 0 } });
  });
});

describe("a run that stands", () => {
  it("goes on with a bill that an operator has loaded by hand", async () => {
    await desk.setSpoil("wechat", handDay, "bad_gbk");
    const id = await reconciling.start("wechat", handDay);
    await reconciling.untilStanding(id);
    const operator = createOperator(stage);
    const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-bill-"));
    const file = path.join(folder, "bill.csv");
    await operator.run("bill", "save", (await reconciling.show(id)).trade_bill_id ?? "", file);
    writeFileSync(
      file,
      readFileSync(file).filter((byte) => byte !== 0xff),
    );
    const account = ["--account", stage.product.demo.accounts.wechat, "--day", handDay];
    const loaded = await operator.run("bill", "load", file, ...account, "--by", "anna");
    rmSync(folder, { recursive: true });
    await desk.setSpoil("wechat", handDay, null);
    expect(await reconciling.start("wechat", handDay)).toBe(id);
    const run = await reconciling.until(id, ({ state }) => state === "closed");
    expect(run).toMatchObject({ trade_bill_id: loaded["id"], summary: { there: { paymentAmount: 500 } } });
  });
});

describe("a run whose bill is damaged", () => {
  const runIds: Partial<Record<RealChannel, string>> = {};
  const damages: readonly (readonly [RealChannel, BillSpoil, RegExp])[] = [
    ["wechat", "truncated", /in line 3/],
    ["wechat", "wrong_sum", /sum_differs in line 5/],
    ["wechat", "bad_gbk", /encoding_wrong in line 2/],
    ["alipay", "truncated", /in line \d/],
    ["alipay", "wrong_sum", /sum_differs in line \d/],
    ["alipay", "bad_gbk", /encoding_wrong in line 6/],
    ["alipay", "zip_bomb", /archive_refused: a member grows too much/],
    ["alipay", "zip_path", /archive_refused.*name/],
    ["alipay", "zip_truncated", /archive_/],
  ];

  it.each(damages)(
    "of %s by %s stands still, says where and why, and keeps no line",
    async (channel, kind, why) => {
      await desk.setSpoil(channel, day, kind);
      const id = await reconciling.start(channel, day);
      expect(id).toBe((runIds[channel] ??= id));
      expect(await reconciling.untilStanding(id)).toMatch(why);
      const rejected =
        "SELECT l.line_no FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE b.state <> 'loaded'";
      expect(await stage.books.rows(rejected)).toEqual([]);
    },
  );

  it.each(channels)(
    "goes on when %s gives out a whole one, also with a refund of last month's",
    async (channel) => {
      await desk.setSpoil(channel, day, null);
      const id = await reconciling.start(channel, day);
      expect(id).toBe(runIds[channel]);
      const run = await reconciling.until(id, ({ state }) => state === "closed");
      expect(run).toMatchObject({ fault: null, counts: { lines: { matched: 2 } } });
      expect(run.summary?.there).toMatchObject({ paymentAmount: 800, refundAmount: 200 });
    },
  );

  it.each([
    ["wechat", "no_bom"],
    ["wechat", "lf"],
    ["wechat", "unknown_column"],
    ["alipay", "lf"],
    ["alipay", "unknown_column"],
  ] as const)("of %s in no more than its form (%s) is read all the same", async (channel, kind) => {
    await desk.setSpoil(channel, day, kind);
    const run = await reconciling.untilMatched(await reconciling.start(channel, day, "--repeat"));
    expect(run).toMatchObject({ state: "closed", counts: { lines: { matched: 2 } } });
    const [bill] = await stage.books.rows("SELECT `lines` FROM bills WHERE id = ?", [run.trade_bill_id]);
    expect(bill?.["lines"]).toBe(2);
    await desk.setSpoil(channel, day, null);
  });

  it.each(channels)("of %s that comes again is one bill, with its lines once", async (channel) => {
    const run = await reconciling.untilMatched(await reconciling.start(channel, day, "--repeat"));
    const first = await reconciling.show(runIds[channel] ?? "");
    expect(run.trade_bill_id).toBe(first.trade_bill_id);
    const lines = await stage.books.rows("SELECT line_no FROM bill_lines WHERE bill_id = ?", [
      run.trade_bill_id,
    ]);
    expect(lines).toHaveLength(2);
  });
});
