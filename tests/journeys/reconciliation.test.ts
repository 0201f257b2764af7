import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillDesk, createBillDesk } from "./harness/bill-desk.ts";
import { daysAgo, inChina } from "./harness/china-days.ts";
import type { RealChannel } from "./harness/customer.ts";
import { type Reconciling, reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { type TradingDay, tradingDayOf } from "./harness/trading-day.ts";

let stage: Stage;
let desk: BillDesk;
let reconciling: Reconciling;
let trading: TradingDay;

const channels = ["wechat", "alipay"] as const;
const goodDay = daysAgo(2);
const spoiltDay = daysAgo(3);

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "200" } } });
  desk = createBillDesk(stage.product.sandboxUrl);
  reconciling = reconcilingOf(stage);
  trading = tradingDayOf(stage);
});
afterAll(() => stage.close());

describe("a day on which all went well", () => {
  beforeAll(async () => {
    await desk.setClock(inChina(goodDay, "12:00:00"));
    await Promise.all(channels.map((channel) => tradeAsUsual(channel)));
    await desk.setClock(new Date());
  });

  it.each(channels)("is closed for %s, with equal sums on both sides", async (channel) => {
    const id = await reconciling.start(channel, goodDay);
    const run = await reconciling.untilMatched(id);
    expect(await reconciling.findings(id)).toEqual([]);
    expect(run).toMatchObject({ state: "closed", version: 1, fault: null, discrepancies: 0 });
    expect(run.summary).toMatchObject({ difference: { payments: 0, refunds: 0, fees: 0 }, funds: [] });
    expect(run.summary?.here).toMatchObject({ payments: 5, paymentAmount: 14_245, refunds: 2 });
    expect(run.summary?.there).toMatchObject({ refundAmount: 1_000 });
    expect(run.counts).toMatchObject({ lines: { matched: 7 }, entries: { matched: 7 } });
  });

  it("has its run once, however often it is started", async () => {
    await expect(reconciling.start("wechat", goodDay)).rejects.toThrow("run_known");
    const rows = await stage.books.rows("SELECT id FROM runs WHERE day = ?", [goodDay]);
    expect(rows).toHaveLength(channels.length);
  });
});

describe("a day on which channels took money and gave it back", () => {
  const day = daysAgo(4);
  beforeAll(async () => {
    await desk.setClock(inChina(day, "12:00:00"));
    for (const channel of channels) await trading.givenBack(channel, 5_000);
    await trading.refundFailed(await trading.paid("wechat", { amount: 600 }));
    await desk.setClock(new Date());
  });

  it.each(channels)("by a cancel, or failed to, is closed for %s", async (channel) => {
    const id = await reconciling.start(channel, day);
    const run = await reconciling.untilMatched(id);
    expect(await reconciling.findings(id)).toEqual([]);
    expect(run).toMatchObject({ state: "closed", summary: { funds: [] } });
    expect(run.summary?.difference).toMatchObject({ payments: 5_000, fees: 0 });
  });
});

describe("a day whose bill differs", () => {
  const ids: Record<string, string> = {};
  const runIds: Record<string, string> = {};
  const number = (channel: RealChannel, name: string) => ids[`${channel} ${name}`] ?? "";

  beforeAll(async () => {
    await desk.setClock(inChina(spoiltDay, "12:00:00"));
    await Promise.all(channels.map((channel) => trade(channel)));
    await desk.setClock(new Date());
    for (const channel of channels) {
      const of = (name: string) => number(channel, name);
      await desk.setEdits(channel, spoiltDay, [
        { out_no: of("drop"), edit: "drop" },
        { out_no: of("amount"), edit: "amount", value: 999 },
        { out_no: of("fee"), edit: "fee", value: 7 },
        ...(channel === "wechat" ? [{ out_no: of("refund"), edit: "status" } as const] : []),
        { out_no: of("duplicate"), edit: "duplicate" },
        { out_no: "stranger", edit: "add", value: 4_321 },
      ]);
    }
  });

  async function trade(channel: RealChannel): Promise<void> {
    const sell = async (name: string) => {
      const payment = await trading.paid(channel, { amount: 1_000 });
      ids[`${channel} ${name}`] = payment.attempt.id;
      if (name === "refunded") ids[`${channel} refund`] = await trading.refunded(payment, 400);
    };
    await Promise.all(["plain", "drop", "amount", "fee", "refunded", "duplicate"].map(sell));
    ids[`${channel} unheard`] = (await trading.paidUnheard(channel, { amount: 1_000 })).attempt.id;
  }

  it.each(channels)("has each difference once, in its class, for %s", async (channel) => {
    const id = await reconciling.start(channel, spoiltDay);
    runIds[channel] = id;
    const run = await reconciling.untilMatched(id);
    const of = (name: string) => number(channel, name);
    const found = (await reconciling.findings(id)).map((one) => one.split(" ").slice(0, 2).join(" "));
    expect(found).toEqual(
      [
        `missing_there ${of("drop")}`,
        `amount_differs ${of("amount")}`,
        `fee_differs ${of("fee")}`,
        // A line of Alipay's has no state.
        ...(channel === "wechat" ? [`status_differs ${of("refund")}`] : []),
        `duplicate ${of("duplicate")}`,
        `missing_here stranger`,
        `status_differs ${of("unheard")}`,
      ].toSorted(),
    );
    expect(run.state).toBe("has_discrepancies");
    const matched = channel === "wechat" ? 3 : 4;
    expect(run.counts).toMatchObject({ lines: { matched }, entries: { matched } });
  });

  it.each(channels)("has what %s knew and we did not repaired by the life cycle", async (channel) => {
    const of = `status_differs ${number(channel, "unheard")} by_itself`;
    const isSettled = async () => (await reconciling.findings(runIds[channel] ?? "")).includes(of);
    await waitFor(isSettled, { deadlineMs: 40_000, everyMs: 250, what: of });
    const attempt = await stage.books.attempt(number(channel, "unheard"));
    expect(attempt["state"]).toBe("succeeded");
    expect(await stage.books.eventsOf(String(attempt["payment_id"]))).toEqual(["payment.succeeded"]);
  });

  it.each(channels)("is closed once %s has corrected its bill, and what was found stays", async (channel) => {
    await desk.setEdits(channel, spoiltDay, []);
    const id = await reconciling.start(channel, spoiltDay, "--repeat");
    const run = await reconciling.until(id, ({ state }) => state === "closed");
    expect(run).toMatchObject({ version: 2, discrepancies: 0 });
    expect(run.summary).toMatchObject({ difference: { payments: 0, refunds: 0, fees: 0 }, funds: [] });
    const before = await reconciling.until(runIds[channel] ?? "", ({ state }) => state === "closed");
    expect(before).toMatchObject({ version: 1, unresolved: 0 });
    expect(before.trade_bill_id).not.toBe(run.trade_bill_id);
    const found = await reconciling.findings(before.id);
    expect(found.filter((one) => !one.endsWith(" by_itself"))).toEqual([]);
  });
});

async function tradeAsUsual(channel: RealChannel): Promise<void> {
  const refunded = async (amount: number, back: number) =>
    trading.refunded(await trading.paid(channel, { amount }), back);
  await Promise.all([
    trading.paid(channel, { amount: 12_345, subject: `A "cup" of 龙井, \`hot\`,,"` }),
    trading.paid(channel, { amount: 100 }),
    refunded(1_000, 300),
    refunded(700, 700),
    trading.paid(channel, { amount: 100 }, { notify: "none" }),
    trading.closed(channel),
  ]);
}
