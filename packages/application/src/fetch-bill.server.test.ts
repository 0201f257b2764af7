import { findNewestLoadedBill, listBills } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillStage, openBillStage } from "../testing/bill-stage.ts";
import { fetchAndKeepBill } from "./fetch-bill.ts";
import { loadBill } from "./load-bill.ts";

const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

describe("fetchAndKeepBill, at the sandbox", () => {
  let stage: BillStage;
  const paid = ["att_paid_1", "att_paid_2"];
  const today = new Date(Date.now() + chinaMs).toISOString().slice(0, 10);
  const longAgo = new Date(Date.now() + chinaMs - 10 * dayMs).toISOString().slice(0, 10);
  beforeAll(async () => {
    stage = await openBillStage();
    for (const outTradeNo of paid) await pay(stage, outTradeNo);
  });
  afterAll(() => stage.close());
  const fetchDay = (day: string) =>
    fetchAndKeepBill(stage.deps, { accountId: stage.wechat.accountId, day, type: "trade" });

  it("says that the bill of a day that is not over is not ready, and keeps nothing", async () => {
    const order = { accountId: stage.wechat.accountId, day: today, type: "trade" } as const;
    expect(await fetchAndKeepBill(stage.deps, { ...order, traceId: "trace_1" })).toMatchObject({
      kind: expect.stringMatching(/^(not_ready|misconfigured)$/) as string,
    });
    expect(await billsOf(today)).toEqual([]);
  });

  it("keeps a day on which nothing happened as a bill without lines, once", async () => {
    const first = await fetchDay(longAgo);
    expect(first).toMatchObject({
      kind: "empty",
      bill: { state: "loaded", lines: 0, archiveKey: null, bytes: 0 },
    });
    expect(await fetchDay(longAgo)).toEqual(first);
    expect(await billsOf(longAgo)).toHaveLength(1);
  });

  it("keeps what came, knows it again, and writes every call into the journal", async () => {
    await control(stage, "POST", "/clock", { advance_ms: 2 * dayMs });
    const before = await callsOf(stage);
    const fetched = await fetchDay(today);
    expect(fetched).toMatchObject({
      kind: "kept",
      bill: { state: "loading", source: "channel", version: 1 },
    });
    if (fetched.kind !== "kept") throw new Error("it was kept");
    expect(await fetchDay(today)).toMatchObject({ kind: "known", bill: { id: fetched.bill.id } });
    expect((await callsOf(stage)) - before).toBeGreaterThanOrEqual(2);
    const loading = await loadBill(stage.deps, fetched.bill.id);
    expect(loading).toMatchObject({ kind: "loaded", bill: { lines: 2, totals: { paymentAmount: 200 } } });
  });

  it("vouches for the very file that somebody had uploaded, also where that was rejected", async () => {
    const { accountId } = stage.wechat;
    const { connection } = stage.deps.database;
    const given = (await billsOf(today))[0]?.id ?? "";
    await stage.deps.database.pool.query(
      "UPDATE bills SET source = 'anna', state = 'rejected' WHERE id = ?",
      [given],
    );
    const key = { accountId, day: today, type: "trade" } as const;
    expect(await findNewestLoadedBill(connection, key, "uploaded")).toBeNull();
    const again = await fetchDay(today);
    expect(again).toMatchObject({ kind: "known", bill: { id: given, source: "anna", state: "loading" } });
    await loadBill(stage.deps, given);
    expect(await findNewestLoadedBill(connection, key, "uploaded")).toBeNull();
    const own = await findNewestLoadedBill(connection, key, "channel");
    expect(own).toMatchObject({ id: given, confirmedAt: expect.any(Date) as Date });
  });

  it("tells an account that there is not", async () => {
    const order = { accountId: "acc_none", day: longAgo, type: "trade" } as const;
    expect(await fetchAndKeepBill(stage.deps, order)).toEqual({ kind: "account_unknown" });
  });

  async function billsOf(day: string) {
    const { accountId } = stage.wechat;
    return listBills(stage.deps.database.connection, { accountId, day, limit: 10 });
  }
});

async function pay(stage: BillStage, outTradeNo: string): Promise<void> {
  const open = await stage.deps.channels.find(stage.wechat.accountId);
  const now = new Date();
  await open?.channel.create({
    outTradeNo,
    method: "wechat_native",
    money: { amount: 100, currency: "CNY" },
    createdAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
    closedAt: null,
    metadata: {},
    subject: "Tea",
    description: null,
    notifyUrl: "https://pay.example/n",
    returnUrl: null,
    clientIp: null,
    payer: null,
  });
  await control(stage, "POST", `/wechat/orders/${outTradeNo}/pay`, { notify: "none" });
}

async function control({ sandbox }: BillStage, method: string, path: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const order = { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(`${sandbox.url}/control${path}`, order);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function callsOf({ deps }: BillStage): Promise<number> {
  const [rows] = await deps.database.pool.query("SELECT id FROM channel_calls WHERE operation = 'bill'");
  return Array.isArray(rows) ? rows.length : 0;
}
