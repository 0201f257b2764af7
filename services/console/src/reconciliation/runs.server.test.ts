import type { ConsoleInput } from "@compose-pay/contracts";
import { findRun, listAuditEntries } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addRun, raise } from "../../testing/stored-discrepancy.ts";
import { addWechatAccount } from "../../testing/wechat-bill.ts";

// 1:30 of 2 March in China.
const now = new Date("2026-03-01T17:30:00.000Z");
let stage: ConsoleStage;
let operator: SignedIn;
let first: string;
let second: string;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
  const { database } = stage;
  first = await addWechatAccount(stage, "first");
  second = await addWechatAccount(stage, "<img src=x onerror=alert(1)>");
  await database.pool.query(
    `INSERT INTO channel_accounts (id, channel, name, live, enabled, base_url, credentials, created_at, updated_at)
     VALUES ('acc_zzz', 'mock', 'no bills', 0, 1, '', '', NOW(3), NOW(3))`,
  );
  const ofFirst = { channelAccountId: first };
  await addRun(database, { id: "run_1", ...ofFirst, day: "2026-02-01", state: "has_discrepancies" });
  await addRun(database, {
    id: "run_2",
    ...ofFirst,
    day: "2026-02-01",
    version: 2,
    state: "has_discrepancies",
  });
  await addRun(database, { id: "run_3", ...ofFirst, day: "2026-02-28", summary, counts });
  await addRun(database, { id: "run_4", ...ofFirst, day: "2026-03-01", state: "loading", matchedAt: null });
  const standing = { state: "loading", matchedAt: null, fault: "bill bil_1 is rejected" } as const;
  await addRun(database, { id: "run_5", channelAccountId: second, day: "2026-02-02", ...standing });
  const found = { runId: "run_2", day: "2026-02-01", ...ofFirst };
  await raise(database, { id: "dsc_1", ...found });
  await raise(database, { id: "dsc_2", ...found, state: "awaiting_approval" });
  await raise(database, { id: "dsc_3", ...found, state: "resolved" });
  operator = await stage.signIn(["reconciliation.read", "reconciliation.act"]);
});
afterAll(() => stage.close());

const totals = { payments: 3, paymentAmount: 300, refunds: 1, refundAmount: 50, fees: 2 };
const summary = {
  there: { ...totals, lines: 4, settled: { paid: 300, refunded: 50, failedRefunds: 0 } },
  here: { ...totals, paymentAmount: 290 },
  difference: { payments: 10, refunds: 0, fees: 0 },
  funds: [{ name: "income", tradeBill: 300, fundFlow: 310 }],
};
const counts = { lines: { matched: 3, amount_differs: 1 }, entries: { matched: 3, suspended: 0 } };

describe("the calendar", () => {
  it("has the newest run of each day of a month by account, with what nobody has resolved", async () => {
    const { rows, ...about } = (await operator.call("reconciliation.calendar", { month: "2026-02" })).data();
    expect(about).toMatchObject({ month: "2026-02", today: "2026-03-02", next: null });
    expect(rows.map(({ account }) => account.id)).toEqual([second, first]);
    expect(rows.map(({ days }) => days)).toEqual([
      [
        {
          day: "2026-02-02",
          run_id: "run_5",
          version: 1,
          state: "loading",
          fault: "bill bil_1 is rejected",
          unresolved: 0,
        },
      ],
      [
        {
          day: "2026-02-01",
          run_id: "run_2",
          version: 2,
          state: "has_discrepancies",
          fault: null,
          unresolved: 2,
        },
        { day: "2026-02-28", run_id: "run_3", version: 1, state: "closed", fault: null, unresolved: 0 },
      ],
    ]);
    expect(JSON.stringify(rows)).not.toContain("credentials");
  });

  it("goes by pages of accounts, and knows no month that is none", async () => {
    const one = (await operator.call("reconciliation.calendar", { month: "2026-03", limit: "1" })).data();
    expect(one).toMatchObject({ rows: [{ account: { id: second }, days: [] }], next: second });
    const two = await operator.call("reconciliation.calendar", { month: "2026-03", after: one.next ?? "" });
    expect(two.data()).toMatchObject({
      rows: [{ account: { id: first }, days: [{ run_id: "run_4" }] }],
      next: null,
    });
    for (const month of ["2026-13", "2026-1", "now"]) {
      const refusal = await operator.call("reconciliation.calendar", { month });
      expect(refusal.problem().errors).toMatchObject([{ path: "month" }]);
    }
    const accounts = (await operator.call("reconciliation.accounts", { limit: "1" })).data();
    expect(accounts).toMatchObject({ rows: [{ id: second, channel: "wechat" }], next: second });
  });
});

describe("runs", () => {
  it("are listed newest day first, page by page, and by account and days", async () => {
    const ids = async (input: ConsoleInput<"runs.list">) =>
      (await operator.call("runs.list", input)).data().rows.map(({ id }) => id);
    expect(await ids({})).toEqual(["run_4", "run_3", "run_5", "run_2", "run_1"]);
    expect(await ids({ limit: "2", after: "run_3" })).toEqual(["run_5", "run_2"]);
    expect(await ids({ account_id: first, from_day: "2026-02-02", to_day: "2026-02-28" })).toEqual(["run_3"]);
    const unknown = await operator.call("runs.list", { after: "run_none" });
    expect(unknown.problem().errors).toMatchObject([{ path: "after" }]);
  });

  it("show how far they are, their sums on both sides, and the versions of their day", async () => {
    const shown = (await operator.call("runs.show", { id: "run_3" })).data();
    expect(shown).toMatchObject({
      run: { state: "closed", account: { id: first, name: "first" } },
      discrepancies: 0,
      unresolved: 0,
      has_suspended: false,
      funds: [{ name: "income", trade_bill: 300, fund_flow: 310 }],
    });
    expect(shown.counts).toEqual([
      { class: "matched", lines: 3, entries: 3 },
      { class: "amount_differs", lines: 1, entries: 0 },
    ]);
    expect(shown.sums).toContainEqual({ name: "payment_amount", there: 300, here: 290, difference: 10 });
    const other = (await operator.call("runs.show", { id: "run_1" })).data();
    expect(other.versions.map(({ id }) => id)).toEqual(["run_2", "run_1"]);
    expect((await operator.call("runs.show", { id: "run_2" })).data()).toMatchObject({
      discrepancies: 3,
      unresolved: 2,
      sums: [],
    });
    expect((await operator.call("runs.show", { id: "run_none" })).problem().code).toBe("not_found");
  });

  it("begin for a day that has none, once, and are in the audit", async () => {
    const wish = { account_id: second, day: "2026-02-28", is_repeat: false };
    const [one, two] = await Promise.all([
      operator.call("runs.start", wish),
      operator.call("runs.start", wish),
    ]);
    const started = [one.data(), two.data()];
    expect(new Set(started.map(({ is_new }) => is_new))).toEqual(new Set([false, true]));
    expect(new Set(started.map(({ run }) => run.id)).size).toBe(1);
    const id = one.data().run.id;
    expect(await findRun(stage.database.connection, id)).toMatchObject({ trigger: "operator", version: 1 });
    const entries = await listAuditEntries(stage.database.connection, { subject: id, limit: 5 });
    expect(entries.map(({ phase, action }) => [phase, action])).toEqual([
      ["done", "runs.start"],
      ["done", "runs.start"],
    ]);
  });

  it("that are matched begin again only when it is asked for", async () => {
    const wish = { account_id: first, day: "2026-02-28" };
    const known = await operator.call("runs.start", { ...wish, is_repeat: false });
    expect(known.problem().code).toBe("conflict");
    const again = (await operator.call("runs.start", { ...wish, is_repeat: true })).data();
    expect(again).toMatchObject({ is_new: true, run: { version: 2, state: "waiting_for_bill" } });
  });

  it("that stand still go on", async () => {
    const wish = { account_id: second, day: "2026-02-02", is_repeat: false };
    const { run, is_new } = (await operator.call("runs.start", wish)).data();
    expect(is_new).toBe(false);
    expect(run).toMatchObject({
      id: "run_5",
      state: "waiting_for_bill",
      fault: null,
      due_at: now.toISOString(),
    });
  });

  it("do not begin for a day that is not over in China, for no account, or for who may only look", async () => {
    const wish = { account_id: first, day: "2026-03-02", is_repeat: false };
    expect((await operator.call("runs.start", wish)).problem().errors).toMatchObject([{ path: "day" }]);
    const nobody = await operator.call("runs.start", { ...wish, account_id: "acc_none", day: "2026-03-01" });
    expect(nobody.problem().errors).toMatchObject([{ path: "account_id" }]);
    const reader = await stage.signIn(["reconciliation.read"]);
    expect((await reader.call("runs.start", wish)).problem().code).toBe("not_permitted");
  });
});
