import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillDesk, createBillDesk } from "./harness/bill-desk.ts";
import { daysAgo, inChina } from "./harness/china-days.ts";
import type { RealChannel } from "./harness/customer.ts";
import { createOperator, type Operator } from "./harness/operator.ts";
import { type Reconciling, reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { tradingDayOf } from "./harness/trading-day.ts";

/** Bills that somebody uploads, beside a channel that answers and without one. Amounts in fen. */
let stage: Stage;
let desk: BillDesk;
let reconciling: Reconciling;
let operator: Operator;
let folder: string;
let attemptId: string;

const forgedDay = daysAgo(3);
const silentDay = daysAgo(4);
const brokenDay = daysAgo(5);

beforeAll(async () => {
  stage = await openStage({
    env: { "reconcile-worker": { SWEEP_EVERY_MS: "200", APPROVAL_FROM_FEN: "500" } },
  });
  desk = createBillDesk(stage.product.sandboxUrl);
  reconciling = reconcilingOf(stage);
  operator = createOperator(stage);
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-upload-"));
  const trading = tradingDayOf(stage);
  for (const [day, amount] of [
    [brokenDay, 600],
    [silentDay, 700],
  ] as const) {
    await desk.setClock(inChina(day, "12:00:00"));
    await trading.paid("alipay", { amount });
  }
  await desk.setClock(inChina(forgedDay, "12:00:00"));
  attemptId = (await trading.paid("wechat", { amount: 900, subject: "Tea" })).attempt.id;
  await desk.setClock(new Date());
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stage.close();
});

/** The file of the trade bill that a run was held against. */
async function save(runId: string): Promise<string> {
  const file = path.join(folder, runId);
  await operator.run("bill", "save", (await reconciling.show(runId)).trade_bill_id ?? "", file);
  return file;
}

/** The channel's file of a day at Alipay, as if it had never given it to the product. */
async function fileAsIfNeverGiven(day: string): Promise<string> {
  const { id } = await reconciling.untilMatched(await reconciling.start("alipay", day));
  const file = await save(id);
  const key = [day, stage.product.demo.accounts.alipay];
  for (const table of ["bills", "runs"])
    await stage.books.change(`DELETE FROM ${table} WHERE day = ? AND channel_account_id = ?`, key);
  return file;
}

async function load(file: string, channel: RealChannel, day: string): Promise<string> {
  const account = stage.product.demo.accounts[channel];
  const loaded = await operator.run("bill", "load", file, "--account", account, "--day", day, "--by", "anna");
  expect(loaded).toMatchObject({ state: "loaded", source: "anna", confirmed_at: null });
  return String(loaded["id"]);
}

describe("an uploaded bill that is not what the channel gives", () => {
  it("does not count beside the channel's, settles nothing, and is told of", async () => {
    const honest = await reconciling.untilMatched(await reconciling.start("wechat", forgedDay));
    expect(honest.state).toBe("closed");
    const file = await save(honest.id);
    await desk.setEdits("wechat", forgedDay, [{ out_no: attemptId, edit: "drop" }]);
    const second = await reconciling.untilMatched(await reconciling.start("wechat", forgedDay, "--repeat"));
    const missing = [`missing_there ${attemptId} open`];
    expect(await reconciling.findings(second.id)).toEqual(missing);

    const forged = readFileSync(file, "utf8").replace("Tea", "Sea");
    expect(forged).toContain("Sea");
    writeFileSync(file, forged);
    const uploadedId = await load(file, "wechat", forgedDay);
    const third = await reconciling.untilMatched(await reconciling.start("wechat", forgedDay, "--repeat"));
    expect(third).toMatchObject({ state: "has_discrepancies", trade_bill_id: second.trade_bill_id });
    expect(await reconciling.findings(third.id)).toEqual(missing);
    const told = stage.logged(/an uploaded bill is not what the channel gives/);
    expect(told.some((line) => line.includes(uploadedId) && line.includes(third.id))).toBe(true);
  });
});

describe("a day for which the channel gives no bill", () => {
  it("that can be read goes on with an uploaded one at once", async () => {
    const file = await fileAsIfNeverGiven(brokenDay);
    await desk.setSpoil("alipay", brokenDay, "wrong_sum");
    const uploadedId = await load(file, "alipay", brokenDay);
    const run = await reconciling.untilMatched(await reconciling.start("alipay", brokenDay));
    expect(run).toMatchObject({ state: "closed", trade_bill_id: uploadedId });
    const bills = "SELECT state, source FROM bills WHERE day = ? ORDER BY version";
    expect(await stage.books.rows(bills, [brokenDay])).toMatchObject([
      { state: "loaded", source: "anna" },
      { state: "rejected", source: "channel" },
    ]);
  });

  it("takes an uploaded one after the channel was asked three times, and the channel may confirm it later", async () => {
    const file = await fileAsIfNeverGiven(silentDay);
    await stage.customer.setFaults([{ channel: "alipay", operation: "bill", fault: "error_500" }]);
    const uploadedId = await load(file, "alipay", silentDay);
    const id = await reconciling.start("alipay", silentDay);
    for (const times of [1, 2]) {
      const waiting = await reconciling.until(id, ({ asked }) => asked === times);
      expect(waiting).toMatchObject({ state: "waiting_for_bill", trade_bill_id: null });
      expect(await reconciling.start("alipay", silentDay)).toBe(id);
    }
    const run = await reconciling.until(id, ({ state }) => state === "closed");
    expect(run).toMatchObject({ trade_bill_id: uploadedId, summary: { there: { paymentAmount: 700 } } });

    await stage.customer.setFaults([]);
    const again = await reconciling.untilMatched(await reconciling.start("alipay", silentDay, "--repeat"));
    expect(again).toMatchObject({ state: "closed", trade_bill_id: uploadedId });
    const confirmed = await operator.run("bill", "show", uploadedId);
    expect(confirmed).toMatchObject({ source: "anna", confirmed_at: expect.stringMatching(/Z$/) as string });
  });
});
