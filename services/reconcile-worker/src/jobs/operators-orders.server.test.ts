import { changeJobSchedule, findJob, pauseJob, resumeJob, runJobNow } from "@compose-pay/application";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type JobStage, openJobStage, soon, testJob } from "../../testing/job-stage.ts";

let stage: JobStage;
beforeAll(async () => {
  stage = await openJobStage();
});
afterEach(() => stage.reset());
afterAll(() => stage.close());

const job = testJob(() => Promise.resolve());

describe("an operator's order", () => {
  it("runs a job now, and leaves its next time as it is", async () => {
    await stage.start([job]);
    expect(await runJobNow(stage.verbs([job]), "report")).toMatchObject({ kind: "asked" });
    expect(await stage.ended("report", 1)).toMatchObject([
      { trigger: "operator", outcome: "succeeded", scheduledFor: null },
    ]);
    expect(await stage.row("report")).toMatchObject({
      runAt: null,
      runTrigger: null,
      nextAt: new Date("2026-03-01T01:00:00.000Z"),
    });
  });

  it("to pause lets no time and no retry run the job, but a run that is asked for", async () => {
    const failing = testJob(() => Promise.reject(new Error("away")), { retryWaitsMs: [60_000] });
    await stage.start([failing]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await waitFor(async () => (await stage.row("report")).runTrigger === "retry", soon);
    expect(await pauseJob(stage.verbs([failing]), "report")).toMatchObject({ kind: "changed" });
    stage.setTime("2026-03-05T01:00:00.000Z");
    await runJobNow(stage.verbs([failing]), "report");
    const runs = await stage.ended("report", 2);
    expect(runs.map(({ trigger }) => trigger)).toEqual(["schedule", "operator"]);
    expect(await stage.row("report")).toMatchObject({ isPaused: true, nextAt: null, runAt: null });
  });

  it("to resume goes on from now, and makes up for nothing", async () => {
    await pauseJob(stage.verbs([job]), "report");
    await stage.start([job]);
    stage.setTime("2026-03-05T01:30:00.000Z");
    await resumeJob(stage.verbs([job]), "report");
    expect(await findJob(stage.verbs([job]), "report")).toMatchObject({
      job: { isPaused: false, nextAt: new Date("2026-03-06T01:00:00.000Z") },
    });
    stage.setTime("2026-03-06T01:00:00.000Z");
    expect(await stage.ended("report", 1)).toMatchObject([{ trigger: "schedule" }]);
  });

  it("from a machine whose clock is behind makes no time come twice", async () => {
    await stage.start([job]);
    stage.setTime("2026-03-01T01:00:00.000Z");
    await stage.ended("report", 1);
    await waitFor(async () => (await stage.row("report")).leaseOwner === null, soon);
    const behind = { ...stage.verbs([job]), clock: { now: () => new Date("2026-03-01T00:59:50.000Z") } };
    await pauseJob(behind, "report");
    await resumeJob(behind, "report");
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-02T01:00:00.000Z"));
    await changeJobSchedule(behind, "report", { misfire: "skip" });
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-02T01:00:00.000Z"));
  });

  it("to change the schedule holds from the next time on", async () => {
    await stage.start([job]);
    const changed = await changeJobSchedule(stage.verbs([job]), "report", { schedule: "30 8 * * *" });
    expect(changed).toMatchObject({ kind: "changed", job: { changed: ["schedule"] } });
    stage.setTime("2026-03-01T00:30:00.000Z");
    expect(await stage.ended("report", 1)).toMatchObject([
      { trigger: "schedule", scheduledFor: stage.now() },
    ]);
    expect((await stage.row("report")).nextAt).toEqual(new Date("2026-03-02T00:30:00.000Z"));
  });

  it("about a job that nobody has is refused", async () => {
    const verbs = stage.verbs([job]);
    for (const order of [runJobNow, pauseJob, resumeJob, findJob]) {
      expect(await order(verbs, "nothing")).toEqual({ kind: "job_unknown" });
    }
    expect(await changeJobSchedule(verbs, "nothing", {})).toEqual({ kind: "job_unknown" });
  });
});
