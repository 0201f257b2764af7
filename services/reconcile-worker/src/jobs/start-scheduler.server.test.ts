import { setTimeout as pause } from "node:timers/promises";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type JobStage, openJobStage, soon, testJob, untilAborted } from "../../testing/job-stage.ts";

let stage: JobStage;
beforeAll(async () => {
  stage = await openJobStage();
});
afterEach(() => stage.reset());
afterAll(() => stage.close());

const done = () => Promise.resolve();
/** Long enough for dozens of looks, in which nothing must happen. */
const manyLooks = () => pause(150);

describe("the scheduler", () => {
  it("runs a job at its time and not before, with its history", async () => {
    const job = testJob(({ say, fence, scheduledFor }) => {
      say(`fence ${fence} for ${scheduledFor?.toISOString()}`);
      return Promise.resolve();
    });
    const bystander = testJob(done, { name: "bystander", schedule: "1 9 * * *" });
    await stage.start([job, bystander]);
    stage.setTime("2026-03-01T00:59:59.999Z");
    await manyLooks();
    expect(await stage.runs("report")).toEqual([]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    const [run] = await stage.ended("report", 1);
    expect(run).toMatchObject({
      trigger: "schedule",
      outcome: "succeeded",
      fence: 1,
      scheduledFor: stage.now(),
      startedAt: stage.now(),
      endedAt: stage.now(),
      output: "fence 1 for 2026-03-01T01:00:00.000Z\n",
      error: null,
    });
    expect(await stage.row("report")).toMatchObject({
      nextAt: new Date("2026-03-02T01:00:00.000Z"),
      leaseOwner: null,
      leaseUntil: null,
    });
    await manyLooks();
    expect(await stage.runs("report")).toHaveLength(1);
    expect(await stage.runs("bystander")).toEqual([]);
  });

  it("runs each time once although several processes look whose clocks differ", async () => {
    let runs = 0;
    const job = testJob(
      () => {
        runs += 1;
        return Promise.resolve();
      },
      { schedule: "*/10 * * * * *" },
    );
    stage.setTime("2026-03-01T00:00:05.000Z");
    const apart = (ms: number) => ({ clock: { now: () => new Date(stage.now().getTime() + ms) } });
    for (const ms of [-2_000, 0, 2_000]) await stage.start([job], apart(ms));
    const startMs = Date.parse("2026-03-01T00:00:00.000Z");
    for (let second = 6; second <= 62; second += 1) {
      stage.setTime(new Date(startMs + second * 1_000).toISOString());
      await pause(25);
      // The slowest clock has passed the full ten seconds: on a slow machine it is waited for what was due.
      if (second > 10 && second % 10 === 2) await stage.ended("report", (second - 2) / 10);
    }
    await manyLooks();
    const found = await stage.ended("report", 6);
    expect(found.map(({ scheduledFor }) => ((scheduledFor?.getTime() ?? 0) - startMs) / 1_000)).toEqual([
      10, 20, 30, 40, 50, 60,
    ]);
    expect(runs).toBe(6);
    expect(found.map(({ fence }) => fence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("never runs a job twice at one time, and no more jobs than it has places for", async () => {
    let atOnce = 0;
    let mostAtOnce = 0;
    const release = Promise.withResolvers<void>();
    const held = (name: string) =>
      testJob(
        async () => {
          atOnce += 1;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          await release.promise;
          atOnce -= 1;
        },
        { name, schedule: "0 9 * * *" },
      );
    const jobs = ["one", "two", "three", "four"].map(held);
    await stage.start(jobs, { concurrency: 3 });
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(() => atOnce === 3, soon);
    await manyLooks();
    expect(mostAtOnce).toBe(3);
    release.resolve();
    for (const { name } of jobs) expect(await stage.ended(name, 1)).toHaveLength(1);
  });

  it("gives a job to an account that came after it started", async () => {
    const jobs = [testJob(done, { name: "bills:acc_1" })];
    await stage.start(jobs);
    jobs.push(testJob(done, { name: "bills:acc_2" }));
    await waitFor(async () => (await stage.row("bills:acc_2")).nextAt !== null, soon);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await stage.ended("bills:acc_1", 1);
    await stage.ended("bills:acc_2", 1);
    expect(await stage.metrics.text()).toMatch(
      /compose_pay_job_runs_total\{job="bills",outcome="succeeded",service="test"\} 2/,
    );
  });

  it("keeps what a job says while it runs, and the last 16 KiB of it", async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const job = testJob(async ({ say }) => {
      say("begun");
      begun.resolve();
      await release.promise;
      for (let line = 0; line < 3_000; line += 1) say(`行 ${line}`);
    });
    await stage.start([job]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await begun.promise;
    stage.setTime("2026-03-01T01:00:04.000Z");
    await waitFor(async () => (await stage.runs("report"))[0]?.output === "begun\n", soon);
    release.resolve();
    const [run] = await stage.ended("report", 1);
    expect(Buffer.byteLength(run?.output ?? "")).toBeLessThanOrEqual(16 * 1_024);
    expect(run?.output).toMatch(/行 2999\n$/);
    expect(run?.output).not.toContain("\ufffd");
  });

  it("gives the next time by the new schedule when the code has another one", async () => {
    const first = await stage.start([testJob(done)]);
    await first.stop({ deadlineMs: 1_000 });
    await stage.start([testJob(done, { schedule: "0 10 * * *" })]);
    await waitFor(
      async () => (await stage.row("report")).nextAt?.toISOString() === "2026-03-01T02:00:00.000Z",
      soon,
    );
  });

  it("goes over the end of a month, and into summer time", async () => {
    stage.setTime("2026-03-28T12:00:00.000Z");
    const night = testJob(done, { schedule: "30 2 * * *", timeZone: "Europe/Berlin" });
    const monthly = testJob(done, { name: "monthly", schedule: "0 9 1 * *" });
    await stage.start([night, monthly]);
    stage.setTime("2026-03-29T01:00:00.000Z");
    await stage.ended("report", 1);
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-30T00:30:00.000Z"));
    stage.setTime("2026-04-01T01:00:00.000Z");
    const [run] = await stage.ended("monthly", 1);
    expect(run?.trigger).toBe("schedule");
    expect((await stage.row("monthly")).nextAt).toEqual(new Date("2026-05-01T01:00:00.000Z"));
  });

  it("tells what runs to end when it stops, and another goes on at once", async () => {
    let begun = 0;
    const goesOn = testJob((context) => {
      begun += 1;
      return begun === 1 ? untilAborted(context) : done();
    });
    const stopping = await stage.start([goesOn]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(() => begun === 1, soon);
    await stopping.stop({ deadlineMs: 5_000 });
    expect(await stage.row("report")).toMatchObject({ leaseOwner: null, failures: 0 });
    await stage.start([goesOn]);
    expect(await stage.ended("report", 2)).toMatchObject([
      { outcome: "given_back", trigger: "schedule", fence: 1 },
      {
        outcome: "succeeded",
        trigger: "retry",
        fence: 2,
        scheduledFor: new Date("2026-03-01T01:00:00.000Z"),
      },
    ]);
    expect(stage.alarms).toEqual([]);
  });

  it("waits no longer than its deadline for a job that does not end, and keeps the lease from others", async () => {
    const release = Promise.withResolvers<void>();
    const scheduler = await stage.start([testJob(() => release.promise)]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.runs("report")).length === 1, soon);
    await scheduler.stop({ deadlineMs: 50 });
    expect(await stage.row("report")).toMatchObject({ leaseUntil: new Date("2026-03-01T01:00:30.000Z") });
    release.resolve();
    await stage.ended("report", 1);
  });
});
