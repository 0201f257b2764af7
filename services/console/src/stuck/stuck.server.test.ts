import { type ConsoleAnswer, createOrder, type StuckKindName } from "@compose-pay/contracts";
import { claimDueAttempts, findAttempt, inTransaction, listStuckRows } from "@compose-pay/database";
import { explainSelects, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, storePayment } from "../../testing/stored-payments.ts";
import { stuckLimits } from "./stuck-limits.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
let stage: ConsoleStage;
let watcher: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  watcher = await stage.signIn(["dashboard.read", "payments.read", "payments.act"]);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

const ago = (ms: number) => new Date(Date.now() - ms);
const insert = (table: string, row: object) =>
  stage.database.pool.query("INSERT INTO ?? SET ?", [table, row]);

async function stuckOf(what: StuckKindName) {
  const { stuck } = (await watcher.call("dashboard.show", {})).data();
  return stuck.find((one) => one.what === what)?.count ?? 0;
}

/** A snapshot is good for a second. */
const becomes = (what: StuckKindName, count: number) =>
  waitFor(async () => (await stuckOf(what)) === count, { deadlineMs: 10_000 });

async function rowsOf(what: StuckKindName): Promise<ConsoleAnswer<"stuck.list">["rows"]> {
  return (await watcher.call("stuck.list", { what })).data().rows;
}

const unpaid = (createdAt: Date) =>
  storePayment(stage, {
    appId,
    payment: { status: "processing", createdAt },
    attempt: { state: "created", createdAt, dueAt: ago(minuteMs / 2), settledAt: null },
  });

describe("work that nobody takes", () => {
  it("is seen although a sweep moves its due time ahead again and again", async () => {
    const { payment, attempt } = await unpaid(ago(2 * minuteMs));
    await unpaid(ago(minuteMs / 2));
    for (let sweep = 0; sweep < 3; sweep += 1) {
      const claim = { now: ago(-sweep * 31_000), leaseMs: 30_000, limit: 500 };
      await inTransaction(stage.database, (transaction) => claimDueAttempts(transaction, claim));
    }
    const row = await findAttempt(stage.database.connection, attempt.id);
    expect(Number(row?.attempt.dueAt)).toBeGreaterThan(Date.now());
    await becomes("attempts_unsent", 1);
    expect(await stuckOf("attempts_overdue")).toBe(0);
    expect(await rowsOf("attempts_unsent")).toEqual([
      {
        id: attempt.id,
        since: payment.createdAt.toISOString(),
        word: "created",
        account_id: "acc_1",
        app_id: null,
        payment_id: payment.id,
      },
    ]);
    const asked = (await watcher.call("payments.ask", { id: payment.id })).data();
    expect(asked).toMatchObject({ id: payment.id, attempts: 1 });
    const entries = await auditOf(stage, { action: "payments.ask", subject: payment.id });
    expect(entries.map(({ phase }) => phase)).toEqual(["asked", "done"]);
  });

  it("waits on a queue that has messages and no consumer", async () => {
    const queue = "channel.mock.interactive";
    const body = { attempt_id: "att_1" };
    await stage.messaging.publish({ queue, contract: createOrder, body, traceId: "t" });
    const seen = await waitFor(
      async () => {
        const { queues } = (await watcher.call("dashboard.show", {})).data();
        return queues?.find((one) => one.queue === queue && one.messages > 0) ?? false;
      },
      { deadlineMs: 10_000 },
    );
    expect(seen).toEqual({ queue, kind: "work", messages: 1, consumers: 0 });
  });

  it("is a notification, an event, and a refund that stays as it was made", async () => {
    const notification = { channel_account_id: "acc_1", channel: "mock", times_received: 1, trace_id: "t" };
    const raw = { headers: "{}", body: "", verdict: "received", due_at: ago(-minuteMs) };
    await insert("channel_notifications", { ...notification, ...raw, id: "ntf_1", received_at: ago(dayMs) });
    await insert("channel_notifications", { ...notification, ...raw, id: "ntf_2", received_at: ago(1_000) });
    const event = {
      app_id: appId,
      live: false,
      type: "payment.succeeded",
      sequence: 1,
      body: "{}",
      trace_id: "t",
    };
    await insert("events", { ...event, id: "evt_1", due_at: ago(-minuteMs), created_at: ago(dayMs) });
    await insert("events", { ...event, id: "evt_2", due_at: null, created_at: ago(dayMs) });
    await becomes("events_unmade", 1);
    expect((await rowsOf("events_unmade")).map(({ id, word }) => [id, word])).toEqual([
      ["evt_1", "payment.succeeded"],
    ]);
    expect((await rowsOf("notifications_unprocessed")).map(({ id }) => id)).toEqual(["ntf_1"]);
  });
});

const endpoint = (id: string, change: object) =>
  insert("webhook_endpoints", {
    id,
    app_id: appId,
    url: "https://shop.example/<b>",
    event_types: "[]",
    status: "disabled",
    live: true,
    secret: "sealed",
    disabled_at: ago(dayMs),
    created_at: ago(9 * dayMs),
    ...change,
  });

const run = (id: string, change: object) =>
  insert("runs", {
    id,
    channel_account_id: "acc_1",
    day: "2026-03-01",
    version: 1,
    state: "waiting_for_bill",
    fault: "the <b>bill</b> cannot be read",
    counts: "{}",
    cursor: "",
    is_lines_done: false,
    asked: 1,
    fence: 1,
    trigger: "job",
    trace_id: "t",
    created_at: ago(dayMs),
    ...change,
  });

describe("what waits for a person", () => {
  it("is an endpoint that was disabled because it failed, and none that somebody has disabled", async () => {
    await endpoint("ep_failing", { disabled_reason: "failing" });
    await endpoint("ep_gone", { disabled_reason: "gone" });
    await endpoint("ep_asked", { disabled_reason: "asked" });
    await endpoint("ep_enabled", { status: "enabled", disabled_at: null });
    await becomes("endpoints_disabled", 2);
    expect((await rowsOf("endpoints_disabled")).map(({ id, word, app_id }) => [id, word, app_id])).toEqual([
      ["ep_failing", "failing", appId],
      ["ep_gone", "gone", appId],
    ]);
  });

  it("is a reconciliation that stands, unless a later one of its day has begun", async () => {
    await run("run_stands", {});
    await run("run_goes_on", { day: "2026-03-02", fault: null });
    await run("run_before", { day: "2026-03-03" });
    await run("run_again", { day: "2026-03-03", version: 2, fault: null });
    await becomes("runs_standing", 1);
    expect(await rowsOf("runs_standing")).toMatchObject([
      { id: "run_stands", word: "2026-03-01 the <b>bill</b> cannot be read", account_id: "acc_1" },
    ]);
  });

  it("is a refused notification of the last day, and a job that is paused", async () => {
    const notification = { channel_account_id: "acc_1", channel: "mock", times_received: 1, trace_id: "t" };
    const refused = { ...notification, headers: "{}", body: "", verdict: "refused", reason: "signature" };
    await insert("channel_notifications", { ...refused, id: "ntf_new", received_at: ago(dayMs / 2) });
    await insert("channel_notifications", { ...refused, id: "ntf_old", received_at: ago(2 * dayMs) });
    const job = { failures: 0, fence: 0, updated_at: ago(dayMs) };
    await insert("jobs", { ...job, name: "purge-journals", is_paused: true });
    await insert("jobs", { ...job, name: "statements", is_paused: false });
    await becomes("jobs_paused", 1);
    expect((await rowsOf("jobs_paused")).map(({ id }) => id)).toEqual(["purge-journals"]);
    expect((await rowsOf("notifications_refused")).map(({ id, word }) => [id, word])).toEqual([
      ["ntf_new", "signature"],
    ]);
  });
});

describe("stuck.list", () => {
  it("comes page by page, the longest stuck first, and each row once", async () => {
    for (const minutes of [9, 7, 8, 5, 5]) await unpaid(ago(minutes * minuteMs));
    const ids: string[] = [];
    const sinces: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page: string = after;
      const asked = { what: "attempts_unsent", limit: "2", ...(page === "" ? {} : { after: page }) } as const;
      const { rows, next } = (await watcher.call("stuck.list", asked)).data();
      ids.push(...rows.map(({ id }) => id));
      sinces.push(...rows.map(({ since }) => since));
      after = next;
    }
    expect(new Set(ids).size).toBe(6);
    expect(ids).toHaveLength(6);
    expect(sinces).toEqual(sinces.toSorted());
  });

  it("is refused for another kind, for a place of no page, and without the right", async () => {
    const wrong = await watcher.call("stuck.list", { what: "attempts' OR 1=1" as never });
    expect(wrong.problem()).toMatchObject({ code: "invalid_request", errors: [{ path: "what" }] });
    const lost = await watcher.call("stuck.list", { what: "attempts_unsent", after: "x" });
    expect(lost.problem().errors?.[0]?.path).toBe("after");
    const other = await stage.signIn(["payments.read"]);
    const denied = await other.call("stuck.list", { what: "attempts_unsent" });
    expect(denied.problem().code).toBe("not_permitted");
  });
});

describe("the pages of what has an index by its age", () => {
  it.each([
    "refunds_unsent",
    "notifications_unprocessed",
    "notifications_refused",
    "targets_overdue",
    "outbox_unsent",
    "refunds_abnormal",
    "discrepancies_open",
  ] as const)("are read along it, without a copy and without sorting: %s", async (kind) => {
    const { connection } = stage.database;
    const after = { since: ago(3 * dayMs), id: "x" };
    const page = { limits: stuckLimits(new Date()), after, limit: 21 };
    const explained = await explainSelects(stage.database.pool, () => listStuckRows(connection, kind, page));
    expect(explained).toHaveLength(1);
    for (const { plan } of explained) {
      expect(plan).toHaveLength(1);
      expect(plan[0]?.type).toBe("range");
      expect(plan[0]?.extra ?? "").not.toContain("filesort");
    }
  });
});
