import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { after, before, now, openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import { createQueryPace } from "./query-pace.ts";
import { sweepAttempts as sweepAttemptsAtPace } from "./sweep-attempts.ts";

const sweepAttempts = (deps: SweepDeps) => sweepAttemptsAtPace(deps, createQueryPace({ perSecond: 10_000 }));

describe("the sweep over attempts", () => {
  let stage: SweepStage;
  beforeAll(async () => {
    stage = await openSweepStage();
  });
  beforeEach(async () => {
    await stage.database.pool.query("DELETE FROM attempts");
    await stage.database.pool.query("DELETE FROM payments");
    stage.published.length = 0;
    stage.depths.clear();
  });
  afterAll(() => stage.close());

  it.each([
    ["created", {}, "channel.mock.interactive", "channel.create"],
    ["submitted", {}, "channel.mock.background", "channel.query"],
    ["pending", {}, "channel.mock.background", "channel.query"],
    ["closed", {}, "channel.mock.background", "channel.query"],
    ["pending", { expiresAt: before(1) }, "channel.mock.background", "channel.close"],
    ["submitted", { closeRequested: true }, "channel.mock.background", "channel.close"],
    ["created", { expiresAt: before(1) }, "channel.mock.background", "channel.close"],
    ["closed", { expiresAt: before(1) }, "channel.mock.background", "channel.query"],
  ] as const)("sends a due attempt that is %s %j to %s as %s", async (state, change, queue, name) => {
    const due = await stage.attempt({ state, ...change });
    const bystander = await stage.attempt({ state, ...change, dueAt: after(1) });
    const settled = await stage.attempt({ state: "succeeded", dueAt: null });
    await sweepAttempts(stage.deps()).run(now);
    expect(stage.published.map(({ queue: to, contract, body }) => [to, contract.name, body])).toMatchObject([
      [queue, name, { attempt_id: due.id }],
    ]);
    expect(await stage.dueAt(due)).toEqual(after(30_000));
    expect(await stage.dueAt(bystander)).toEqual(after(1));
    expect(await stage.dueAt(settled)).toBeNull();
  });

  it("gives each attempt to one of many sweeps that run at the same time", async () => {
    const due = [];
    for (let index = 0; index < 40; index += 1) due.push(await stage.attempt());
    const sweeps = Array.from({ length: 6 }, () => sweepAttempts(stage.deps({ batch: 10 })).run(now));
    await Promise.all(sweeps);
    while ((await sweepAttempts(stage.deps({ batch: 10 })).run(now)).taken > 0);
    const sent = stage.published.map(({ body }) => (body as { readonly attempt_id: string }).attempt_id);
    expect(sent.toSorted()).toEqual(due.map(({ id }) => id).toSorted());
  });

  it("takes no more than a batch, the longest due first", async () => {
    const late = await stage.attempt({ dueAt: before(10_000) });
    const later = await stage.attempt({ dueAt: before(5_000) });
    const result = await sweepAttempts(stage.deps({ batch: 1 })).run(now);
    expect(result).toEqual({ taken: 1, sent: 1, putOff: 0, isFull: true });
    expect(await stage.dueAt(late)).toEqual(after(30_000));
    expect(await stage.dueAt(later)).toEqual(before(5_000));
  });

  it("adds nothing to a queue that is deep, and looks again after the lease", async () => {
    stage.depths.set("channel.mock.interactive", 1_001);
    const queued = await stage.attempt({ state: "created" });
    const pending = await stage.attempt({ queriesMade: 3 });
    await sweepAttempts(stage.deps()).run(now);
    expect(stage.published.map(({ body }) => body)).toEqual([{ attempt_id: pending.id, queries_made: 3 }]);
    expect(await stage.dueAt(queued)).toEqual(after(30_000));
  });

  it("claims nothing while nothing can be published", async () => {
    const due = await stage.attempt();
    const { messaging, ...rest } = stage.deps();
    const away = { ...messaging, isReady: () => ({ publishing: false, consuming: false }) };
    expect(await sweepAttempts({ ...rest, messaging: away }).run(now)).toMatchObject({
      taken: 0,
      isFull: false,
    });
    expect(await stage.dueAt(due)).toEqual(due.dueAt);
  });

  it("sends an attempt again when its message got lost and the lease is over", async () => {
    await stage.attempt();
    await sweepAttempts(stage.deps()).run(now);
    await sweepAttempts(stage.deps()).run(after(29_000));
    expect(stage.published).toHaveLength(1);
    await sweepAttempts(stage.deps()).run(after(30_001));
    expect(stage.published).toHaveLength(2);
  });
});
