import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillDesk, type BillEdit, createBillDesk } from "./harness/bill-desk.ts";
import { dayAfter, daysAgo, inChina } from "./harness/china-days.ts";
import type { RealChannel } from "./harness/customer.ts";
import { type Reconciling, reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;
let desk: BillDesk;
let reconciling: Reconciling;

const day = daysAgo(3);
const nextDay = dayAfter(day);
const lostDay = daysAgo(7);

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "200" } } });
  desk = createBillDesk(stage.product.sandboxUrl);
  reconciling = reconcilingOf(stage);
});
afterAll(() => stage.close());

describe("a payment in the last second of a day", () => {
  it("waits for the next day's bill, and is closed with it", async () => {
    const no = await paidAtMidnight("wechat", day);
    await bookTheDayAfter("wechat", no);
    const first = await reconciling.start("wechat", day);
    expect(await reconciling.untilMatched(first)).toMatchObject({
      state: "balanced",
      has_suspended: true,
      discrepancies: 0,
      counts: { entries: { suspended: 1, missing_there: 0 } },
    });
    const second = await reconciling.untilMatched(await reconciling.start("wechat", nextDay));
    expect(second).toMatchObject({ state: "closed", counts: { lines: { matched: 1, missing_here: 0 } } });
    const closed = await reconciling.until(first, ({ state }) => state === "closed");
    expect(closed).toMatchObject({ discrepancies: 0, has_suspended: false });
    const [suspense] = await stage.books.rows("SELECT state, resolved_by_run_id FROM suspense");
    expect(suspense).toMatchObject({ state: "resolved", resolved_by_run_id: second.id });
  });

  it("needs no wait where the next day's bill was matched before", async () => {
    const no = await paidAtMidnight("alipay", day);
    await bookTheDayAfter("alipay", no);
    const next = await reconciling.untilMatched(await reconciling.start("alipay", nextDay));
    expect(next).toMatchObject({ state: "closed", counts: { lines: { matched: 1 } } });
    const run = await reconciling.untilMatched(await reconciling.start("alipay", day));
    expect(run).toMatchObject({ state: "closed", has_suspended: false, counts: { entries: { matched: 1 } } });
  });

  it("that is in no bill of the next three days is missing there, on its own day", async () => {
    const no = await paidAtMidnight("alipay", lostDay);
    await desk.setEdits("alipay", lostDay, [{ out_no: no, edit: "drop" }]);
    const first = await reconciling.start("alipay", lostDay);
    expect(await reconciling.untilMatched(first)).toMatchObject({ state: "balanced" });
    let later = lostDay;
    for (let days = 1; days <= 3; days += 1) {
      expect(await reconciling.findings(first)).toEqual([]);
      later = dayAfter(later);
      await reconciling.untilMatched(await reconciling.start("alipay", later));
    }
    const run = await reconciling.until(first, ({ state }) => state === "has_discrepancies");
    expect(run).toMatchObject({ has_suspended: false, unresolved: 1 });
    expect(await reconciling.findings(first)).toEqual([`missing_there ${no} open`]);
  });
});

/** Of the bills of next days: numbers that are another channel's do nothing there. */
const strays: BillEdit[] = [];

/** Pays in the last second; on a machine that hesitates, once more. */
async function paidAtMidnight(channel: RealChannel, on: string): Promise<string> {
  const { merchant, customer } = stage;
  const method = channel === "wechat" ? "wechat_native" : "alipay_qr";
  for (let tries = 0; tries < 5; tries += 1) {
    await desk.setClock(inChina(on, "23:50:00"));
    const { id, attempt } = await merchant.mustCreate({ method, amount: 700 });
    await desk.setClock(inChina(on, "23:59:59.000"));
    const truth = await customer.pay(channel, attempt.id);
    const isInTime = new Date(truth?.paid_at ?? 0) < inChina(dayAfter(on), "00:00:00");
    await untilStatus(merchant, id, "succeeded", 40_000);
    if (isInTime) {
      await desk.setClock(new Date());
      return attempt.id;
    }
    // It is sold on the next day, and that is no part of this story.
    await stage.books.change("DELETE FROM book_entries WHERE out_no = ?", [attempt.id]);
    strays.push({ out_no: attempt.id, edit: "drop" });
    await desk.setEdits(channel, dayAfter(on), strays);
  }
  throw new Error("five payments in a row took more than a second");
}

/** The channel has it in the bill of the next day alone. */
async function bookTheDayAfter(channel: RealChannel, no: string): Promise<void> {
  await desk.setEdits(channel, day, [{ out_no: no, edit: "drop" }]);
  await desk.setEdits(channel, nextDay, [...strays, { out_no: no, edit: "add", value: 700 }]);
}
