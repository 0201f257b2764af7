import { deliveries, deliveryTargets, insertDeliveries, wakeTargets } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
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
  const row: typeof deliveries.$inferSelect = {
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
    expect(await sweepTargets(stage.deps()).run(now)).toMatchObject({ taken: 1, isFull: false });
    expect(await readTargets()).toMatchObject([
      { id: "ep_1", dueAt: later(-1) },
      { id: "ep_lost", appId: "app_1", dueAt: now },
    ]);
  });

  it("puts what the version before has left into its line, in batches", async () => {
    await Promise.all([1, 2, 3].map(() => waiting("")));
    const sweep = sweepTargets(stage.deps({ batch: 2 }));
    expect(await sweep.run(now)).toMatchObject({ taken: 2, isFull: true });
    expect(await sweep.run(now)).toMatchObject({ taken: 1, isFull: false });
    const rows = await stage.database.connection.select().from(deliveries);
    expect(new Set(rows.map(({ targetId }) => targetId))).toEqual(new Set(["ep_1"]));
    expect(await readTargets()).toMatchObject([{ id: "ep_1", dueAt: now }]);
  });

  it("looks every 15 seconds", async () => {
    const sweep = sweepTargets(stage.deps());
    await sweep.run(now);
    await waiting("ep_1");
    expect(await sweep.run(later(14_999))).toMatchObject({ taken: 0 });
    expect(await sweep.run(later(15_000))).toMatchObject({ taken: 1 });
  });
});
