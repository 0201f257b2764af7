import { waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type JobStage, openJobStage, soon, testJob, untilAborted } from "../../testing/job-stage.ts";

let stage: JobStage;
beforeAll(async () => {
  stage = await openJobStage();
});
afterEach(() => stage.reset());
afterAll(() => stage.close());

const failing = () => Promise.reject(new Error("the channel is away"));
const kinds = () => stage.alarms.map(({ kind }) => kind);
const runAt = async () => (await stage.row("report")).runAt?.toISOString() ?? null;

describe("a job that fails", () => {
  it("is tried again after each of its waits, and somebody is told after the last", async () => {
    await stage.start([testJob(failing, { retryWaitsMs: [60_000, 300_000] })]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await stage.ended("report", 1);
    expect(await runAt()).toBe("2026-03-01T01:01:00.000Z");
    stage.setTime("2026-03-01T01:01:00.000Z");
    await stage.ended("report", 2);
    expect(await runAt()).toBe("2026-03-01T01:06:00.000Z");
    expect(stage.alarms).toEqual([]);
    stage.setTime("2026-03-01T01:06:00.000Z");
    const runs = await stage.ended("report", 3);
    await waitFor(() => stage.alarms.length === 1, soon);
    expect(await stage.row("report")).toMatchObject({ failures: 3, runAt: null });
    expect(runs.map(({ trigger, outcome, error }) => [trigger, outcome, error])).toEqual([
      ["schedule", "failed", "Error: the channel is away"],
      ["retry", "failed", "Error: the channel is away"],
      ["retry", "failed", "Error: the channel is away"],
    ]);
    expect(runs.every(({ scheduledFor }) => scheduledFor?.toISOString() === "2026-03-01T01:00:00.000Z")).toBe(
      true,
    );
    expect(stage.alarms).toMatchObject([
      {
        kind: "job_failed",
        subject: "report",
        text: expect.stringContaining("the channel is away") as string,
      },
    ]);
  });

  it("has its retries again at its next time, and somebody is told when it is well", async () => {
    let isWell = false;
    const job = testJob(() => (isWell ? Promise.resolve() : failing()), { retryWaitsMs: [60_000] });
    await stage.start([job]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await stage.ended("report", 1);
    stage.setTime("2026-03-01T01:01:00.000Z");
    await stage.ended("report", 2);
    stage.setTime("2026-03-02T01:00:00.000Z");
    await stage.ended("report", 3);
    expect(await runAt()).toBe("2026-03-02T01:01:00.000Z");
    isWell = true;
    stage.setTime("2026-03-02T01:01:00.000Z");
    await stage.ended("report", 4);
    await waitFor(() => stage.alarms.length === 2, soon);
    expect(kinds()).toEqual(["job_failed", "job_mended"]);
    expect((await stage.row("report")).failures).toBe(0);
  });

  it("is nobody's news when its retry succeeds", async () => {
    let tries = 0;
    const job = testJob(
      () => {
        tries += 1;
        return tries === 1 ? failing() : Promise.resolve();
      },
      { retryWaitsMs: [60_000] },
    );
    await stage.start([job]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await stage.ended("report", 1);
    stage.setTime("2026-03-01T01:01:00.000Z");
    await stage.ended("report", 2);
    await waitFor(async () => (await stage.row("report")).leaseOwner === null, soon);
    expect(stage.alarms).toEqual([]);
  });
});

describe("a job that runs for too long", () => {
  it("is told to end, and somebody is told of it", async () => {
    await stage.start([testJob(untilAborted, { overrunAfterMs: 60_000 })]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.runs("report")).length === 1, soon);
    stage.setTime("2026-03-01T01:00:59.000Z");
    expect(stage.alarms).toEqual([]);
    stage.setTime("2026-03-01T01:01:00.000Z");
    const runs = await stage.ended("report", 1);
    expect(runs).toMatchObject([{ outcome: "overrun", endedAt: stage.now() }]);
    expect(stage.alarms).toMatchObject([{ kind: "job_overrun", subject: "report" }]);
    expect((await stage.row("report")).failures).toBe(1);
  });
});

/** What a job that runs every hour did that was stopped at midnight and is back then. */
async function runsAfter(misfire: "run_once" | "skip", back: string) {
  const job = testJob(() => Promise.resolve(), { schedule: "0 * * * *", misfire });
  const before = await stage.start([job]);
  await before.stop({ deadlineMs: 1_000 });
  stage.setTime(back);
  await stage.start([job]);
  await waitFor(async () => ((await stage.row("report")).nextAt ?? stage.now()) > stage.now(), soon);
  await waitFor(async () => (await stage.row("report")).leaseOwner === null, soon);
  return (await stage.runs("report")).map(({ trigger, scheduledFor }) => [
    trigger,
    scheduledFor?.toISOString(),
  ]);
}

describe("a time that was missed", () => {
  it("is made up for by one run, however many there were", async () => {
    expect(await runsAfter("run_once", "2026-03-01T05:30:00.000Z")).toEqual([
      ["misfire", "2026-03-01T01:00:00.000Z"],
    ]);
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-01T06:00:00.000Z"));
  });

  it("is left out where the rule says so", async () => {
    expect(await runsAfter("skip", "2026-03-01T05:30:00.000Z")).toEqual([]);
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-01T06:00:00.000Z"));
  });

  it("is no more than late within five minutes", async () => {
    expect(await runsAfter("skip", "2026-03-01T01:05:00.000Z")).toEqual([
      ["schedule", "2026-03-01T01:00:00.000Z"],
    ]);
  });
});
