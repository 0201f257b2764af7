import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { renewJobLease, saveJobOutput } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type JobStage, openJobStage, soon, testJob, untilAborted } from "../../testing/job-stage.ts";
import { endJob } from "./end-job.ts";

let stage: JobStage;
const children: ChildProcess[] = [];
beforeAll(async () => {
  stage = await openJobStage();
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await stage.reset();
});
afterAll(() => stage.close());

const main = fileURLToPath(new URL("../../testing/scheduler-process.ts", import.meta.url));

function spawnScheduler(owner: string): ChildProcess {
  const child = spawn(process.execPath, [main, stage.databaseUrl, owner], { stdio: "ignore" });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

describe("a job whose process is killed with -9", () => {
  it("is taken over by another with a higher fence, and its run is lost", async () => {
    const first = spawnScheduler("first");
    await waitFor(async () => (await stage.row("report")).leaseOwner === "first", soon);
    const second = spawnScheduler("second");
    await kill(first);
    await waitFor(async () => (await stage.row("report")).leaseOwner === "second", soon);
    const [lost, current, ...others] = await stage.runs("report");
    expect(lost).toMatchObject({ owner: "first", fence: 1, outcome: "lost" });
    expect(current).toMatchObject({
      owner: "second",
      fence: 2,
      outcome: "running",
      trigger: "retry",
      scheduledFor: lost?.scheduledFor,
    });
    expect(others).toEqual([]);
    await kill(second);
  });
});

describe("a lease that was taken over", () => {
  it("lets its old holder write nothing any more", async () => {
    const job = testJob(() => Promise.resolve(), { retryWaitsMs: [1_000] });
    // Its owner stands still, so that it neither renews nor ends.
    const still = Promise.withResolvers<void>();
    const paused = await stage.start([testJob(() => still.promise, { retryWaitsMs: [1_000] })], {
      owner: "still",
      beatMs: 600_000,
    });
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.row("report")).leaseOwner === "still", soon);
    const [old] = await stage.runs("report");
    await stage.start([job], { owner: "second" });
    stage.setTime("2026-03-01T01:00:30.001Z");
    const [lost, next] = await stage.ended("report", 2);
    expect([lost?.outcome, next?.outcome, next?.fence]).toEqual(["lost", "succeeded", 2]);
    const afterwards = [await stage.row("report"), await stage.runs("report")];

    const lease = { name: "report", fence: 1, leaseOwner: "still" };
    expect(await renewJobLease(stage.database.connection, lease, new Date())).toBe(false);
    if (old === undefined) throw new Error("it has run");
    await saveJobOutput(stage.database.connection, old.id, "too late");
    const claimed = { job, lease, leaseUntil: new Date(), run: old };
    const result = { outcome: "succeeded", isDone: true, error: null, output: "too late" } as const;
    const deps = { database: stage.database, clock: { now: stage.now } };
    expect(await endJob(deps, claimed, result)).toEqual({ kind: "overtaken" });
    expect([await stage.row("report"), await stage.runs("report")]).toEqual(afterwards);
    expect(stage.alarms).toMatchObject([
      { kind: "job_lost", subject: "report" },
      { kind: "job_mended", subject: "report" },
    ]);
    still.resolve();
    await paused.stop({ deadlineMs: 5_000 });
    expect([await stage.row("report"), await stage.runs("report")]).toEqual(afterwards);
  });

  it("tells the run to end whose lease is another's", async () => {
    const told = Promise.withResolvers<void>();
    const job = testJob(
      async (context) => {
        await untilAborted(context).catch(() => told.resolve());
      },
      { retryWaitsMs: [1_000] },
    );
    await stage.start([job], { owner: "first", renewEveryMs: 1_000 });
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.row("report")).leaseOwner === "first", soon);
    await stage.database.pool.query("UPDATE jobs SET fence = 2, lease_owner = 'second'");
    stage.setTime("2026-03-01T01:00:02.000Z");
    await told.promise;
    expect(await stage.row("report")).toMatchObject({ leaseOwner: "second", fence: 2 });
  });

  it("is renewed for as long as its run goes on", async () => {
    const release = Promise.withResolvers<void>();
    await stage.start([testJob(() => release.promise)]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.row("report")).leaseOwner !== null, soon);
    for (const second of ["11", "22", "33", "44"]) {
      stage.setTime(`2026-03-01T01:00:${second}.000Z`);
      const until = stage.now().getTime() + 30_000;
      await waitFor(async () => (await stage.row("report")).leaseUntil?.getTime() === until, soon);
    }
    release.resolve();
    expect(await stage.ended("report", 1)).toMatchObject([{ outcome: "succeeded", fence: 1 }]);
  });

  it("that kills each of its processes is given up after its retries, until its next time", async () => {
    const still = Promise.withResolvers<void>();
    for (const owner of ["one", "two"]) {
      await stage.start([testJob(() => still.promise)], { owner, beatMs: 600_000, askSourceEveryMs: 1 });
    }
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.runs("report")).length === 1, soon);
    stage.setTime("2026-03-01T01:01:00.000Z");
    await waitFor(async () => (await stage.runs("report")).length === 2, soon);
    await stage.start([testJob(() => still.promise)], { owner: "three", beatMs: 600_000 });
    stage.setTime("2026-03-01T01:02:00.000Z");
    await waitFor(async () => (await stage.row("report")).leaseOwner === null, soon);
    expect((await stage.runs("report")).map(({ outcome }) => outcome)).toEqual(["lost", "lost"]);
    expect(await stage.row("report")).toMatchObject({
      failures: 2,
      runAt: null,
      nextAt: new Date("2026-03-02T01:00:00.000Z"),
    });
    still.resolve();
  });
});
