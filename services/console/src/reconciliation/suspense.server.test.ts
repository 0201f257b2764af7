import type { ConsoleInput } from "@compose-pay/contracts";
import { insertBookEntries, insertSuspense, inTransaction, type SuspenseRow } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addRun } from "../../testing/stored-discrepancy.ts";
import { addWechatAccount } from "../../testing/wechat-bill.ts";

const day = "2026-02-27";
const at = new Date("2026-02-28T02:00:00.000Z");
const hostile = "<img src=x onerror=alert(1)>";
let stage: ConsoleStage;
let reader: SignedIn;
let first: string;
let second: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  [first, second] = [await addWechatAccount(stage, "first"), await addWechatAccount(stage, hostile)];
  reader = await stage.signIn(["reconciliation.read"]);
  const row = (change: Partial<SuspenseRow>): SuspenseRow => ({
    channelAccountId: first,
    outNo: "att_1",
    day,
    runId: "run_1",
    kind: "payment",
    amount: 1_234,
    state: "open",
    resolvedByRunId: null,
    suspendedAt: at,
    endedAt: null,
    ...change,
  });
  await insertSuspense(stage.database.connection, [
    row({}),
    row({ outNo: "rfd_1", kind: "refund", channelAccountId: second }),
    row({ outNo: "att_2", day: "2026-02-20" }),
    row({ outNo: "att_3", state: "resolved" }),
  ]);
  const entry = {
    channelAccountId: first,
    day,
    outNo: "att_1",
    kind: "payment",
    paymentId: "pay_1",
  } as const;
  const booked = { appId: "app_1", live: true, method: "wechat_native", amount: 1_234, fee: 7 } as const;
  const times = { channelNo: "4200", occurredAt: at, bookedAt: at };
  await inTransaction(stage.database, (transaction) =>
    insertBookEntries(transaction, [{ ...entry, ...booked, ...times }]),
  );
  for (const [id, of] of Object.entries({ run_2: "2026-02-28", run_3: "2026-03-02" }))
    await addRun(stage.database, { id, channelAccountId: first, day: of });
  await addRun(stage.database, { id: "run_4", channelAccountId: first, day: "2026-03-01", matchedAt: null });
  for (const of of ["2026-02-21", "2026-02-22", "2026-02-23"])
    await addRun(stage.database, { id: `run_of_${of.slice(8)}`, channelAccountId: first, day: of });
});
afterAll(() => stage.close());

const list = async (input: ConsoleInput<"suspense.list">) =>
  (await reader.call("suspense.list", input)).data();

describe("what stands suspended", () => {
  it("says what it is, since when, and whose bills may still have it", async () => {
    const { rows, next } = await list({});
    expect(next).toBeNull();
    expect(rows.map(({ out_no, awaited_days }) => [out_no, awaited_days])).toEqual([
      ["att_2", []],
      ...[
        [first, ["att_1", ["2026-03-01"]]],
        [second, ["rfd_1", ["2026-02-28", "2026-03-01", "2026-03-02"]]],
      ]
        .toSorted(([one], [other]) => String(one).localeCompare(String(other)))
        .map(([, row]) => row),
    ]);
    expect(rows.find(({ out_no }) => out_no === "att_1")).toEqual({
      account_id: first,
      account_name: "first",
      out_no: "att_1",
      kind: "payment",
      amount: 1_234,
      day,
      payment_id: "pay_1",
      run_id: "run_1",
      suspended_at: at.toISOString(),
      awaited_days: ["2026-03-01"],
    });
    expect(rows.find(({ kind }) => kind === "refund")).toMatchObject({
      account_name: hostile,
      payment_id: null,
    });
  });

  it("is narrowed by account and days, and goes page by page", async () => {
    const numbers = async (input: ConsoleInput<"suspense.list">) =>
      (await list(input)).rows.map(({ out_no }) => out_no);
    expect(await numbers({ account_id: first })).toEqual(["att_2", "att_1"]);
    expect(await numbers({ account_id: first, from_day: "2026-02-21", to_day: day })).toEqual(["att_1"]);
    expect(await numbers({ to_day: "2026-02-20" })).toEqual(["att_2"]);
    const page = await list({ account_id: first, limit: "1" });
    expect(page.rows).toHaveLength(1);
    expect(await numbers({ account_id: first, after: page.next ?? "" })).toEqual(["att_1"]);
    for (const after of ["att_1", "2026-02-20.acc_1", "x.y.z"])
      expect((await reader.call("suspense.list", { after })).problem().errors).toMatchObject([
        { path: "after" },
      ]);
  });

  it("shows to who may read reconciliation and to nobody else", async () => {
    const other = await stage.signIn(["payments.read", "reconciliation.act"]);
    expect((await other.call("suspense.list", {})).problem().code).toBe("not_permitted");
  });
});
