import type { ChildProcess } from "node:child_process";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { startReconcileWorker, stopProcess } from "../../testing/start-reconcile-worker.ts";

const name = "certificate-expiry";
const soon = { deadlineMs: 30_000 };
let stage: ConsoleStage;
let operator: SignedIn;
let workers: readonly ChildProcess[] = [];

beforeAll(async () => {
  stage = await openConsoleStage();
  operator = await stage.signIn(["jobs.read", "jobs.act"]);
});
afterAll(async () => {
  await Promise.all(workers.map(stopProcess));
  await stage.close();
});

describe("a run that is asked for", () => {
  it("is done by one of two workers, under one lease, once, however often it is asked for", async () => {
    const asked = await Promise.all(Array.from({ length: 5 }, () => operator.call("jobs.run", { name })));
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    workers = [startReconcileWorker(stage), startReconcileWorker(stage)];
    const ofOperator = async () =>
      (await operator.call("jobs.runs", { name }))
        .data()
        .rows.filter(({ trigger }) => trigger === "operator");
    await waitFor(async () => (await ofOperator()).some(({ outcome }) => outcome === "succeeded"), soon);
    // Both have come up and taken what there was once the other jobs have a next time, too.
    await waitFor(
      async () => (await operator.call("jobs.list", {})).data().rows.every(({ next_at }) => next_at),
      soon,
    );
    const [run, ...others] = await ofOperator();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ job: name, outcome: "succeeded", scheduled_for: null, error: null });
    expect(run?.duration_ms).toBeGreaterThanOrEqual(0);
    const { job } = (await operator.call("jobs.show", { name })).data();
    expect(job).toMatchObject({ asked_at: null, running: null, last_outcome: "succeeded", failures: 0 });
  });
});
