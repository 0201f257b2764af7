import {
  deliveries,
  type DeliveryRow,
  deliveryTargets,
  insertDeliveries,
  wakeTargets,
} from "@compose-pay/database";
import { createMetrics, newId } from "@compose-pay/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { now, openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import { sweepTargets } from "./sweep-targets.ts";

let stage: SweepStage;

beforeEach(async () => {
  stage = await openSweepStage();
});
afterEach(() => stage.close());

/** A delivery that waits since `now`. */
async function waiting(targetId: string): Promise<void> {
  const row: DeliveryRow = {
    id: newId("dlv", now),
    eventId: newId("evt", now),
    appId: "app_1",
    endpointId: "ep_1",
    targetId,
    url: null,
    state: "retrying",
    trigger: "schedule",
    attemptsMade: 1,
    ladderFrom: 0,
    nextAttemptAt: now,
    lastStatus: 500,
    traceId: "trace",
    createdAt: now,
    endedAt: null,
  };
  expect(await insertDeliveries(stage.database.connection, [row])).toBe(true);
}

const readTargets = () => stage.database.connection.select().from(deliveryTargets);
const later = (ms: number) => new Date(now.getTime() + ms);

describe("the sweep over delivery targets", () => {
  it("wakes one whose due time got lost, and leaves one alone that is going to be looked at", async () => {
    await waiting("ep_lost");
    await waiting("ep_1");
    await wakeTargets(stage.database.connection, [{ id: "ep_1", appId: "app_1", dueAt: later(-1) }]);
    expect(await sweepTargets(stage.deps(), createMetrics("test")).run(now)).toMatchObject({
      taken: 1,
      isFull: false,
    });
    expect(await readTargets()).toMatchObject([
      { id: "ep_1", dueAt: later(-1) },
      { id: "ep_lost", appId: "app_1", dueAt: now },
    ]);
  });

  it("puts what the version before has left into its line, in batches", async () => {
    await Promise.all([1, 2, 3].map(() => waiting("")));
    const sweep = sweepTargets(stage.deps({ batch: 2 }), createMetrics("test"));
    expect(await sweep.run(now)).toMatchObject({ taken: 2, isFull: true });
    expect(await sweep.run(now)).toMatchObject({ taken: 1, isFull: false });
    const rows = await stage.database.connection.select().from(deliveries);
    expect(new Set(rows.map(({ targetId }) => targetId))).toEqual(new Set(["ep_1"]));
    expect(await readTargets()).toMatchObject([{ id: "ep_1", dueAt: now }]);
  });

  it("looks every 15 seconds", async () => {
    const sweep = sweepTargets(stage.deps(), createMetrics("test"));
    await sweep.run(now);
    await waiting("ep_1");
    expect(await sweep.run(later(14_999))).toMatchObject({ taken: 0 });
    expect(await sweep.run(later(15_000))).toMatchObject({ taken: 1 });
  });

  it("tells how late deliveries are, and how many receivers fail", async () => {
    const metrics = createMetrics("test");
    const sweep = sweepTargets(stage.deps(), metrics);
    const told = async () =>
      (await metrics.text())
        .split("\n")
        .filter((line) => line.startsWith("compose_pay_deliver"))
        .map((line) => line.replace('{service="test"}', "").replace("compose_pay_deliver", ""));
    await sweep.run(now);
    expect(await told()).toEqual(["ies_late_seconds 0", "y_targets_late 0", "y_circuits_open 0"]);

    const due = { ep_late: -90_500, ep_later: -60_000, ep_just: -59_999, ep_retry: 3_600_000 };
    const rows = Object.entries(due).map(([id, ms]) => ({ id, appId: "app_1", dueAt: later(15_000 + ms) }));
    await wakeTargets(stage.database.connection, rows);
    const failed = { appId: "app_1", failures: 10, failingSince: now };
    await stage.database.connection.insert(deliveryTargets).values([
      { ...failed, id: "ep_open", dueAt: later(45_000), openUntil: later(45_000) },
      { ...failed, id: "ep_probe", dueAt: later(15_000), openUntil: later(15_000) },
      { ...failed, id: "ep_idle", dueAt: null, openUntil: later(60_000) },
    ]);
    await sweep.run(later(15_000));
    expect(await told()).toEqual(["ies_late_seconds 90.5", "y_targets_late 2", "y_circuits_open 1"]);
  });
});
