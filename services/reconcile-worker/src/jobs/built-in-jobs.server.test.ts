import { checkSchedule, listJobDefinitions } from "@compose-pay/application";
import {
  deleteSetting,
  insertChannelAccount,
  putChannelCertificates,
  upsertSetting,
  wakeTargets,
} from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Alarm } from "../alarms/alarms.ts";
import { after, before, now, openSweepStage, type SweepStage } from "../../testing/sweep-stage.ts";
import { builtInJobs } from "./built-in-jobs.ts";

const dayMs = 86_400_000;
const retention = { journalDays: 400, eventDays: 400, billLineDays: 400, jobRunDays: 90 };
let stage: SweepStage;
const alarms: Alarm[] = [];
const raise = (alarm: Alarm) => void alarms.push(alarm);

beforeAll(async () => {
  stage = await openSweepStage();
});
beforeEach(() => {
  alarms.length = 0;
});
afterAll(() => stage.close());

/** Runs a built-in job and answers what it said. */
async function runJob(name: string): Promise<readonly string[]> {
  const said: string[] = [];
  const jobs = await builtInJobs({ database: stage.database, alarms: { raise }, retention })();
  const job = jobs.find((one) => one.name === name);
  if (job === undefined) throw new Error(`there is no job ${name}`);
  await job.run({
    definition: job,
    trigger: "schedule",
    scheduledFor: now,
    signal: new AbortController().signal,
    say: (line) => void said.push(line),
    clock: { now: () => now },
    fence: 1,
  });
  return said;
}

const insert = (table: string, row: object) =>
  stage.database.pool.query("INSERT INTO ?? SET ?", [table, row]);

async function idsOf(table: string, column = "id"): Promise<readonly string[]> {
  const answer: unknown = await stage.database.pool.query("SELECT ?? AS id FROM ?? ORDER BY 1", [
    column,
    table,
  ]);
  // because a SELECT answers rows, and columns behind them
  const [rows] = answer as readonly [readonly { readonly id: string }[]];
  return rows.map(({ id }) => id);
}

async function addAccount(id: string, enabled = true): Promise<void> {
  await insertChannelAccount(stage.database.connection, {
    id,
    channel: "wechat",
    name: id,
    live: true,
    enabled,
    baseUrl: "",
    credentials: "sealed",
    secretsChangedAt: null,
    certificatesDueAt: null,
    certificatesAskedAt: null,
    createdAt: now,
    updatedAt: now,
  });
}

describe("the catalogue", () => {
  it("has a work for each job, and schedules that come", async () => {
    const definitions = await listJobDefinitions(stage.database.connection);
    const jobs = await builtInJobs({ database: stage.database, alarms: { raise }, retention })();
    expect(jobs.map(({ name }) => name)).toEqual(definitions.map(({ name }) => name));
    for (const definition of definitions) expect(checkSchedule(definition, now)).toBeNull();
  });
});

const expiring = (id: string, serial: string, days: number) => ({
  channelAccountId: id,
  serial,
  pem: "pem",
  effectiveAt: before(dayMs),
  fetchedAt: now,
  expiresAt: after(days * dayMs + 1_000),
});

describe("certificate-expiry", () => {
  it("warns of accounts whose last certificate expires soon, and asks for the next one", async () => {
    for (const id of ["acc_soon", "acc_late", "acc_replaced"]) await addAccount(id);
    await addAccount("acc_disabled", false);
    await putChannelCertificates(stage.database.connection, [
      expiring("acc_soon", "1", 20),
      expiring("acc_soon", "0", 2),
      expiring("acc_late", "1", 31),
      expiring("acc_replaced", "1", 5),
      expiring("acc_replaced", "2", 900),
      expiring("acc_disabled", "1", 5),
    ]);
    const said = await runJob("certificate-expiry");
    expect(alarms).toMatchObject([
      { kind: "certificate_expiry", subject: "acc_soon", text: expect.stringContaining("20 days") as string },
    ]);
    expect(said.join("\n")).toContain("The channel is asked for the next one.");
    const [rows] = await stage.database.pool.query("SELECT name, body FROM outbox");
    expect(rows).toMatchObject([{ name: "channel.certificates", body: '{"channel_account_id":"acc_soon"}' }]);
    await stage.database.pool.query("DELETE FROM outbox");
  });

  it("warns as many days before as operators say", async () => {
    const { connection } = stage.database;
    const setting = { name: "certificate_warning_days", value: 10, updatedBy: "opr_1", updatedAt: now };
    await upsertSetting(connection, setting);
    await runJob("certificate-expiry");
    expect(alarms).toEqual([]);
    await deleteSetting(connection, setting.name);
    await runJob("certificate-expiry");
    expect(alarms).toMatchObject([{ subject: "acc_soon" }]);
    await stage.database.pool.query("DELETE FROM outbox");
  });
});

describe("stuck-work", () => {
  it("says that nothing is stuck, and raises nothing", async () => {
    await stage.attempt({ dueAt: before(14 * 60_000) });
    expect(await runJob("stuck-work")).toEqual(["nothing is stuck"]);
    expect(alarms).toEqual([]);
  });

  it("tells of all that is overdue or unsettled, in one alarm", async () => {
    await stage.attempt({ dueAt: before(16 * 60_000) });
    // No worker takes it, and a sweep moves its due time ahead all the time.
    await stage.attempt({ state: "created", createdAt: before(16 * 60_000), dueAt: after(30_000) });
    const appId = "app_1";
    await wakeTargets(stage.database.connection, [{ id: "ep_1", appId, dueAt: before(20 * 60_000) }]);
    await insert("outbox", {
      id: "msg_1",
      queue: "q",
      name: "n",
      version: 1,
      body: "{}",
      trace_id: "t",
      created_at: before(17 * 60_000),
    });
    const open = { type: "paid_twice", channel_account_id: "acc_1", evidence: "{}", trace_id: "t" };
    await insert("discrepancies", { ...open, id: "dsc_1", state: "open", found_at: before(4 * dayMs) });
    await insert("discrepancies", {
      ...open,
      id: "dsc_2",
      state: "open",
      attempt_id: "att_2",
      found_at: before(2 * dayMs),
    });
    const said = await runJob("stuck-work");
    expect(said.map((line) => line.replace(/, the first since .*/, ""))).toEqual([
      "1 attempts not sent to their channel",
      "1 attempts overdue",
      "1 receivers with overdue deliveries",
      "1 messages in the outbox",
      "1 discrepancies open",
    ]);
    expect(alarms).toMatchObject([{ kind: "stuck_work", text: said.join("\n") }]);
  });
});

describe("purge-journals", () => {
  const old = before(401 * dayMs);
  const young = before(399 * dayMs);
  const call = {
    channel_account_id: "acc_1",
    operation: "query",
    outcome: "ok",
    duration_ms: 1,
    trace_id: "t",
  };
  const notification = {
    channel_account_id: "acc_1",
    channel: "wechat",
    times_received: 1,
    headers: "{}",
    body: "",
    trace_id: "t",
  };
  const event = {
    app_id: "app_1",
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: "{}",
    trace_id: "t",
  };
  const delivery = {
    app_id: "app_1",
    endpoint_id: "ep_1",
    target_id: "ep_1",
    attempts_made: 1,
    trace_id: "t",
  };
  const run = { job_name: "report", trigger: "schedule", fence: 1, owner: "o", output: "" };
  const bill = {
    channel_account_id: "acc_soon",
    type: "trade",
    version: 1,
    state: "loaded",
    sha256: "0".repeat(64),
    bytes: 1,
    source: "channel",
    lines: 2,
    trace_id: "t",
    created_at: old,
  };
  const line = { kind: "payment", channel_no: "", amount: 1, fee: 0, status: "succeeded", occurred_at: old };

  beforeAll(async () => {
    await insert("channel_calls", { ...call, id: "call_old", started_at: old });
    await insert("channel_calls", { ...call, id: "call_young", started_at: young });
    const received = { ...notification, received_at: old };
    await insert("channel_notifications", { ...received, id: "ntf_old", verdict: "applied" });
    await insert("channel_notifications", { ...received, id: "ntf_refused", verdict: "refused" });
    await insert("channel_notifications", { ...received, id: "ntf_waits", verdict: "received", due_at: old });
    await insert("channel_notifications", {
      ...notification,
      id: "ntf_young",
      verdict: "applied",
      received_at: young,
    });
    for (const [id, at, state] of [
      ["evt_1_old", old, "succeeded"],
      ["evt_2_open", old, "retrying"],
      ["evt_3_exhausted", old, "exhausted"],
      ["evt_4_young", young, "succeeded"],
    ] as const) {
      await insert("events", { ...event, id, created_at: at });
      await insert("deliveries", { ...delivery, id: `dlv_of_${id}`, event_id: id, state, created_at: at });
    }
    const login = { email: "x", outcome: "email_unknown", address: "::1", network: "::1", user_agent: "x" };
    await insert("login_attempts", { ...login, id: "lga_old", at: old });
    await insert("login_attempts", { ...login, id: "lga_young", at: young });
    await insert("job_runs", { ...run, id: "jbr_old", outcome: "failed", started_at: before(91 * dayMs) });
    await insert("job_runs", { ...run, id: "jbr_runs", outcome: "running", started_at: before(91 * dayMs) });
    await insert("job_runs", { ...run, id: "jbr_young", outcome: "failed", started_at: before(89 * dayMs) });
    for (const [id, day] of [
      ["bil_1", "2025-01-01"],
      ["bil_2", "2025-01-02"],
      ["bil_3", "2025-12-01"],
    ] as const) {
      await insert("bills", { ...bill, id, day });
      for (const no of [1, 2])
        await insert("bill_lines", { ...line, bill_id: id, out_no: `o${no}`, line_no: no });
    }
    const counts = { counts: "{}", asked: 1, fence: 1, trigger: "job", trace_id: "t", created_at: old };
    await insert("runs", {
      ...counts,
      id: "run_2",
      channel_account_id: "acc_soon",
      day: "2025-01-02",
      version: 1,
      state: "has_discrepancies",
      cursor: "",
      is_lines_done: true,
    });
  });

  it("deletes what is older than it is kept, and nothing that somebody waits for", async () => {
    const said = await runJob("purge-journals");
    expect(await idsOf("channel_calls")).toEqual(["call_young"]);
    expect(await idsOf("login_attempts")).toEqual(["lga_young"]);
    expect(await idsOf("channel_notifications")).toEqual(["ntf_waits", "ntf_young"]);
    expect(await idsOf("events")).toEqual(["evt_2_open", "evt_4_young"]);
    expect(await idsOf("deliveries", "event_id")).toEqual(["evt_2_open", "evt_4_young"]);
    expect(await idsOf("job_runs")).toEqual(["jbr_runs", "jbr_young"]);
    expect(await idsOf("bill_lines", "bill_id")).toEqual(["bil_2", "bil_2", "bil_3", "bil_3"]);
    expect(await idsOf("bills")).toEqual(["bil_1", "bil_2", "bil_3"]);
    expect(said).toContainEqual(expect.stringMatching(/^channel_calls: 1 rows/));
    expect(said).toContainEqual(expect.stringMatching(/^bill_lines: 2 rows/));
  });

  it("goes on over many batches", async () => {
    for (let number = 0; number < 1_200; number += 400) {
      const rows = Array.from({ length: 400 }, (_, index) => [`chg_${number + index}`, old]);
      await stage.database.pool.query(
        "INSERT INTO state_changes (id, at, payment_id, subject, subject_id, from_state, to_state, cause, trace_id) " +
          "VALUES ?",
        [rows.map(([id, at]) => [id, at, "pay_1", "payment", "pay_1", "a", "b", "c", "t"])],
      );
    }
    await runJob("purge-journals");
    await waitFor(async () => (await idsOf("state_changes")).length === 0, { deadlineMs: 1_000 });
  });
});
