import {
  insertChannelAccount,
  insertJobRun,
  inTransaction,
  type JobRunRow,
  listAuditEntries,
  updateJob,
} from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const now = new Date("2026-03-28T00:10:00.000Z");
let stage: ConsoleStage;
let operator: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
  operator = await stage.signIn(["jobs.read", "jobs.act"]);
});
afterAll(() => stage.close());

const show = async (name: string) => (await operator.call("jobs.show", { name })).data();
const times = async (schedule: string, time_zone: string) =>
  (await operator.call("jobs.next_times", { schedule, time_zone })).data().times;
const faultsOf = async (schedule: string, time_zone: string) =>
  (await operator.call("jobs.next_times", { schedule, time_zone })).problem().errors;

async function lastEntry(subject: string) {
  const [entry] = await listAuditEntries(stage.database.connection, { subject, limit: 1 });
  return { ...entry, details: JSON.parse(entry?.details ?? "null") as unknown };
}

function jobRun(id: string, change: Partial<JobRunRow> = {}): JobRunRow {
  return {
    id,
    jobName: "stuck-work",
    trigger: "schedule",
    fence: 1,
    owner: "host-1",
    scheduledFor: now,
    outcome: "succeeded",
    output: "nothing is stuck\n",
    error: null,
    startedAt: now,
    endedAt: new Date(now.getTime() + 1_500),
    ...change,
  };
}

describe("the list of jobs", () => {
  it("has every job of the catalogue, with its next time and how it went", async () => {
    const { rows } = (await operator.call("jobs.list", {})).data();
    expect(rows.map(({ name }) => name)).toEqual([
      "statements",
      "certificate-expiry",
      "stuck-work",
      "purge-journals",
    ]);
    expect(rows[3]).toMatchObject({ schedule: "30 3 * * *", time_zone: "Asia/Shanghai", last_outcome: null });
    const stranger = await stage.signIn(["reconciliation.read"]);
    expect((await stranger.call("jobs.list", {})).problem().code).toBe("not_permitted");
  });

  it("names the account that a job is about, and has none of accounts without bills", async () => {
    const account = { live: false, baseUrl: "https://channel.example", credentials: "sealed" };
    const moments = { createdAt: now, updatedAt: now, certificatesDueAt: null, certificatesAskedAt: null };
    const rows = { ...account, ...moments };
    const { connection } = stage.database;
    const billed = { id: "acc_tea", channel: "alipay", name: "Tea <b>house", enabled: true } as const;
    await insertChannelAccount(connection, { ...rows, ...billed });
    await insertChannelAccount(connection, {
      ...rows,
      ...billed,
      id: "acc_off",
      name: "Off",
      enabled: false,
    });
    await insertChannelAccount(connection, { ...rows, ...billed, id: "acc_m", name: "M", channel: "mock" });
    const jobs = (await operator.call("jobs.list", {})).data().rows;
    expect(jobs.filter(({ subject }) => subject !== null)).toMatchObject([
      { name: "bills-and-reconciliation:acc_tea", subject: "acc_tea", subject_name: "Tea <b>house" },
    ]);
    expect(jobs.find(({ kind }) => kind === "statements")?.subject_name).toBeNull();
  });
});

describe("the history of a job", () => {
  it("goes page by page with the end of what each run said, and one run says all", async () => {
    const long = `${"a".repeat(5_000)}\n<script>the end`;
    await inTransaction(stage.database, async (transaction) => {
      await insertJobRun(transaction, jobRun("jbr_1"));
      await insertJobRun(
        transaction,
        jobRun("jbr_2", { outcome: "failed", error: "Error: away", output: long }),
      );
      await insertJobRun(transaction, jobRun("jbr_3", { jobName: "bystander" }));
    });
    const first = (await operator.call("jobs.runs", { name: "stuck-work", limit: "1" })).data();
    expect(first).toMatchObject({
      rows: [{ id: "jbr_2", outcome: "failed", error: "Error: away", duration_ms: 1_500, is_cut: true }],
      next: "jbr_2",
    });
    expect(first.rows[0]?.output_tail).toBe(long.slice(-2_000));
    const second = (await operator.call("jobs.runs", { name: "stuck-work", after: "jbr_2" })).data();
    expect(second.rows).toMatchObject([{ id: "jbr_1", output_tail: "nothing is stuck\n", is_cut: false }]);
    expect((await operator.call("jobs.show_run", { id: "jbr_2" })).data().output).toBe(long);
    expect((await operator.call("jobs.show_run", { id: "jbr_9" })).status).toBe(404);
    expect((await show("stuck-work")).job).toMatchObject({ last_outcome: "failed", running: null });
  });
});

describe("the next times of a schedule", () => {
  it("are five, by the clocks of its zone, also where they are put on and back", async () => {
    expect(await times("0 9 * * *", "Asia/Shanghai")).toEqual(
      ["28", "29", "30", "31"]
        .map((day) => `2026-03-${day}T01:00:00.000Z`)
        .concat("2026-04-01T01:00:00.000Z"),
    );
    // On 29 March 2026 there is no 2:30 in Berlin: it comes at 3:00, and from then on an hour earlier in UTC.
    expect(await times("30 2 * * *", "Europe/Berlin")).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
      "2026-03-31T00:30:00.000Z",
      "2026-04-01T00:30:00.000Z",
    ]);
    // On 25 October 2026 there are two of them, and it comes once.
    expect((await times("30 2 24-26 10 *", "Europe/Berlin")).slice(0, 3)).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it.each([
    ["61 * * * *", "Asia/Shanghai", "schedule"],
    ["every day", "Asia/Shanghai", "schedule"],
    ["", "Asia/Shanghai", "schedule"],
    ["0 0 31 2 *", "Asia/Shanghai", "schedule"],
    ["0 9 * * *", "Mars/Olympus", "time_zone"],
    ["0 9 * * *", "+08:00", "time_zone"],
    ["*".repeat(129), "Asia/Shanghai", "schedule"],
  ])("of %j in %s are none, and the fault names %s", async (schedule, zone, path) => {
    expect(await faultsOf(schedule, zone)).toMatchObject([{ path }]);
  });
});

describe("an order to a job", () => {
  it("runs it now unless it runs, and says where it does", async () => {
    const asked = (await operator.call("jobs.run", { name: "stuck-work" })).data();
    expect(asked.asked_at).toBe(now.toISOString());
    expect(await lastEntry("stuck-work")).toMatchObject({
      action: "jobs.run",
      phase: "done",
      operator: operator.operator.email,
      details: { after: { asked_at: now.toISOString() } },
    });
    const leaseUntil = new Date(now.getTime() + 1_000);
    await inTransaction(stage.database, async (transaction) => {
      await updateJob(transaction, "stuck-work", { leaseOwner: "host-1", leaseUntil });
      await insertJobRun(transaction, jobRun("jbr_4", { outcome: "running", endedAt: null }));
    });
    const again = (await operator.call("jobs.run", { name: "stuck-work" })).problem();
    expect(again).toMatchObject({ code: "conflict", detail: "it runs already, on host-1" });
    expect((await show("stuck-work")).job.running).toEqual({
      since: now.toISOString(),
      on: "host-1",
      lease_until: leaseUntil.toISOString(),
    });
    expect((await operator.call("jobs.run", { name: "nothing" })).status).toBe(404);
  });

  it("pauses and resumes it, each once", async () => {
    const name = "purge-journals";
    expect((await operator.call("jobs.pause", { name })).data()).toMatchObject({
      paused: true,
      next_at: null,
    });
    expect((await operator.call("jobs.pause", { name })).problem().code).toBe("conflict");
    expect((await show(name)).next_times).toEqual([]);
    const resumed = (await operator.call("jobs.resume", { name })).data();
    expect(resumed).toMatchObject({ paused: false, next_at: "2026-03-28T19:30:00.000Z" });
    expect(await lastEntry(name)).toMatchObject({
      details: { before: { paused: true }, after: { paused: false } },
    });
    expect((await operator.call("jobs.resume", { name })).problem().code).toBe("conflict");
  });

  it("changes its schedule, zone and misfire rule each alone, and goes back to the code's", async () => {
    const name = "certificate-expiry";
    const change = async (rules: object) => {
      const { version: expected_version } = (await show(name)).job;
      return (await operator.call("jobs.schedule", { name, expected_version, ...rules })).data();
    };
    expect(await change({ schedule: "30 2 * * *" })).toMatchObject({
      changed: ["schedule"],
      time_zone: "Asia/Shanghai",
    });
    expect(await lastEntry(name)).toMatchObject({
      details: { before: { schedule: "0 9 * * *" }, after: { schedule: "30 2 * * *" } },
    });
    expect(await change({ time_zone: "Europe/Berlin", misfire: "skip" })).toMatchObject({
      schedule: "30 2 * * *",
      next_at: "2026-03-28T01:30:00.000Z",
      changed: ["schedule", "time_zone", "misfire"],
    });
    const back = await change({ schedule: null, time_zone: null, misfire: null });
    expect(back).toMatchObject({ schedule: "0 9 * * *", misfire: "run_once", changed: [] });
  });

  it("with a fault names the field, changes nothing, and takes the right to act", async () => {
    const name = "purge-journals";
    const before = await show(name);
    const seen = { name, expected_version: before.job.version };
    for (const [rules, path] of [
      [{ schedule: "61 * * * *" }, "schedule"],
      [{ time_zone: "Mars/Olympus" }, "time_zone"],
      [{}, "schedule"],
    ] as const) {
      const refused = (await operator.call("jobs.schedule", { ...seen, ...rules })).problem();
      expect(refused.errors).toMatchObject([{ path }]);
    }
    expect(await show(name)).toEqual(before);
    const reader = await stage.signIn(["jobs.read"]);
    for (const act of ["jobs.run", "jobs.pause", "jobs.resume"] as const)
      expect((await reader.call(act, { name })).problem().code).toBe("not_permitted");
    expect((await reader.call("jobs.schedule", seen)).problem().code).toBe("not_permitted");
  });
});
