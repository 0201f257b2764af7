import { insertJobRun, inTransaction, type JobRunRow, openDatabase, updateJob } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

const now = new Date("2026-03-01T00:10:00.000Z");
const clock = { now: () => now };
let installation: TestInstallation;

beforeAll(async () => {
  installation = await openInstallation();
  await run("migrate");
});
afterAll(() => installation.close());

async function run(...words: readonly string[]) {
  return documentOf(await runInMemory([...words, "--json"], installation.env, clock));
}

async function refused(...words: readonly string[]) {
  return errorOf(await runInMemory([...words, "--json"], installation.env, clock));
}

async function text(...words: readonly string[]) {
  return (await runInMemory(words, installation.env, clock)).stdout;
}

async function onDatabase(work: Parameters<typeof inTransaction<void>>[1]): Promise<void> {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 1 });
  await inTransaction(database, work);
  await database.close();
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

describe("npm run cli -- jobs", () => {
  it("lists every job of the catalogue before any worker has run", async () => {
    const { data } = await run("jobs", "list");
    expect(data).toMatchObject([
      { name: "statements", schedule: "20 * * * *" },
      { name: "certificate-expiry", paused: false, last_outcome: null },
      { name: "stuck-work" },
      { name: "purge-journals", schedule: "30 3 * * *", time_zone: "Asia/Shanghai" },
    ]);
  });

  it("shows a job with its next five times", async () => {
    const shown = await run("jobs", "show", "certificate-expiry");
    expect(shown["next_times"]).toEqual(
      ["01", "02", "03", "04", "05"].map((day) => `2026-03-${day}T01:00:00.000Z`),
    );
    expect(await refused("jobs", "show", "nothing")).toMatchObject({ exitCode: 1, code: "job_unknown" });
  });

  it("lists runs with how long they took, page by page, and what they said on demand", async () => {
    await onDatabase(async (transaction) => {
      await insertJobRun(transaction, jobRun("jbr_1"));
      await insertJobRun(
        transaction,
        jobRun("jbr_2", { outcome: "failed", error: "Error: away", output: "" }),
      );
      await insertJobRun(transaction, jobRun("jbr_3", { jobName: "bystander" }));
    });
    const first = await run("jobs", "runs", "stuck-work", "--limit", "1");
    expect(first).toMatchObject({
      data: [{ id: "jbr_2", outcome: "failed", error: "Error: away", duration_ms: 1_500 }],
      next_cursor: "jbr_2",
    });
    const second = await run("jobs", "runs", "stuck-work", "--starting-after", "jbr_2", "--output");
    expect(second).toMatchObject({ data: [{ id: "jbr_1", output: "nothing is stuck\n" }], has_more: false });
    expect(await text("jobs", "runs", "stuck-work", "--output")).toContain("nothing is stuck");
    const { data } = await run("jobs", "list");
    expect(data).toContainEqual(expect.objectContaining({ name: "stuck-work", last_outcome: "failed" }));
    expect(data).toContainEqual(expect.objectContaining({ name: "statements", last_outcome: null }));
  });

  it("runs one now, once however often it is asked for, unless it runs", async () => {
    expect(await run("jobs", "run", "stuck-work")).toMatchObject({ asked_at: now.toISOString() });
    expect(await run("jobs", "run", "stuck-work")).toMatchObject({ asked_at: now.toISOString() });
    const leaseUntil = new Date(now.getTime() + 1);
    await onDatabase((transaction) =>
      updateJob(transaction, "stuck-work", { leaseOwner: "host-1", leaseUntil }),
    );
    expect(await refused("jobs", "run", "stuck-work")).toMatchObject({ exitCode: 1, code: "job_running" });
    expect(await refused("jobs", "run", "nothing")).toMatchObject({ code: "job_unknown" });
  });

  it("pauses and resumes", async () => {
    expect(await run("jobs", "pause", "purge-journals")).toMatchObject({ paused: true, next_at: null });
    expect(await refused("jobs", "pause", "purge-journals")).toMatchObject({ code: "job_paused" });
    expect((await run("jobs", "show", "purge-journals"))["next_times"]).toEqual([]);
    expect(await run("jobs", "resume", "purge-journals")).toMatchObject({
      paused: false,
      next_at: "2026-03-01T19:30:00.000Z",
    });
    expect(await refused("jobs", "resume", "purge-journals")).toMatchObject({ code: "job_not_paused" });
  });

  it("changes the schedule, the zone and the misfire rule each alone, and goes back to the code's", async () => {
    const name = "certificate-expiry";
    expect(await run("jobs", "schedule", name, "--cron", "30 2 * * *")).toMatchObject({
      schedule: "30 2 * * *",
      time_zone: "Asia/Shanghai",
      changed: ["schedule"],
      next_at: "2026-03-01T18:30:00.000Z",
    });
    expect(await run("jobs", "schedule", name, "--zone", "Europe/Berlin")).toMatchObject({
      schedule: "30 2 * * *",
      next_at: "2026-03-01T01:30:00.000Z",
    });
    expect(await run("jobs", "schedule", name, "--default", "--misfire", "skip")).toMatchObject({
      schedule: "0 9 * * *",
      time_zone: "Asia/Shanghai",
      misfire: "skip",
      changed: ["misfire"],
      next_at: "2026-03-01T01:00:00.000Z",
    });
  });

  it.each([
    [["--cron", "61 * * * *"], "--cron"],
    [["--cron", "0 0 31 2 *"], "--cron"],
    [["--zone", "Mars/Olympus"], "--zone"],
    [["--misfire", "sometimes"], "--misfire"],
    [[], "--cron"],
  ])("refuses %j and changes nothing", async (words, parameter) => {
    const before = await run("jobs", "show", "purge-journals");
    const error = await refused("jobs", "schedule", "purge-journals", ...words);
    expect(error.exitCode).toBe(2);
    expect(JSON.stringify(error)).toContain(parameter);
    expect(await run("jobs", "show", "purge-journals")).toEqual(before);
  });
});
