import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBillDesk } from "./harness/bill-desk.ts";
import { daysAgo, inChina } from "./harness/china-days.ts";
import { createOperator } from "./harness/operator.ts";
import { reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { tradingDayOf } from "./harness/trading-day.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "200" } } });
});
afterAll(() => stage.close());

describe("the job that reconciles an account", () => {
  it("closes the days since the account is there, and leaves those of others alone", async () => {
    const { books, product } = stage;
    const account = product.demo.accounts.wechat;
    const day = daysAgo(2);
    const desk = createBillDesk(product.sandboxUrl);
    await desk.setClock(inChina(day, "12:00:00"));
    await tradingDayOf(stage).paid("wechat", { amount: 1_200 });
    await desk.setClock(new Date());
    await books.change("UPDATE channel_accounts SET created_at = ?", [inChina(day, "08:00:00")]);
    const operator = createOperator(stage);
    const name = `bills-and-reconciliation:${account}`;
    await operator.run("jobs", "run", name);
    const runOf = async () => {
      const sql = "SELECT id, `trigger` FROM runs WHERE channel_account_id = ? AND day = ?";
      const [run] = await books.rows<{ readonly id: string; readonly trigger: string }>(sql, [account, day]);
      return run;
    };
    const begun = await waitFor(runOf, { deadlineMs: 40_000, everyMs: 100, what: `the run of ${day}` });
    expect(begun.trigger).toBe("job");
    const run = await reconcilingOf(stage).untilMatched(begun.id);
    expect(run).toMatchObject({ state: "closed", summary: { there: { paymentAmount: 1_200 } } });
    const days = await books.rows("SELECT day, channel_account_id AS account FROM runs ORDER BY day");
    expect(days).toEqual([
      { day, account },
      { day: daysAgo(1), account },
    ]);
    const ended = "SELECT outcome FROM job_runs WHERE job_name = ? AND outcome <> 'running'";
    await waitFor(async () => (await books.rows(ended, [name])).length > 0, { deadlineMs: 20_000 });
    expect(await books.rows(ended, [name])).toEqual([{ outcome: "succeeded" }]);
  });

  it("writes nothing secret about it", async () => expect(await stage.leaks()).toEqual([]));
});
