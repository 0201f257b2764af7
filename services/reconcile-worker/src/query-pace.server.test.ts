import { insertAttempts, insertPayments } from "@compose-pay/database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  after,
  before,
  newAttempt,
  now,
  openSweepStage,
  paymentOf,
  type SweepStage,
} from "../testing/sweep-stage.ts";
import { createQueryPace } from "./query-pace.ts";
import { sweepAttempts } from "./sweep-attempts.ts";

describe("a flood of due attempts of one account", () => {
  let stage: SweepStage;
  beforeAll(async () => {
    stage = await openSweepStage();
  });
  beforeEach(async () => {
    await stage.database.pool.query("DELETE FROM attempts");
    await stage.database.pool.query("DELETE FROM payments");
    stage.published.length = 0;
  });
  afterAll(() => stage.close());

  const store = async (count: number, change: Partial<ReturnType<typeof newAttempt>>) => {
    const rows = Array.from({ length: count }, () => ({ ...newAttempt(), ...change }));
    await insertPayments(stage.database.connection, rows.map(paymentOf));
    await insertAttempts(stage.database.connection, rows);
    return new Set(rows.map(({ id }) => id));
  };
  /** What the loop does in one second: full batches until nothing more is due. */
  const sweepAt = async (sweep: ReturnType<typeof sweepAttempts>, at: Date) => {
    stage.published.length = 0;
    while ((await sweep.run(at)).isFull);
    return stage.published.map(({ body }) => (body as { readonly attempt_id: string }).attempt_id);
  };

  it("goes out at its pace, none lost, and delays no other account", async () => {
    const flood = await store(1_000, { channelAccountId: "acc_flood", dueAt: before(60_000) });
    const others = await store(10, { channelAccountId: "acc_other", dueAt: before(1) });
    const pace = createQueryPace({ perSecond: 50 });
    const sweep = sweepAttempts(stage.deps({ leaseMs: 600_000 }), pace);
    const first = await sweepAt(sweep, now);
    expect(first.filter((id) => others.has(id))).toHaveLength(10);
    expect(first.filter((id) => flood.has(id))).toHaveLength(50);
    const sent = [...first];
    for (let second = 1; second <= 20; second += 1) {
      const next = await sweepAt(sweep, after(second * 1_000));
      expect(next.length).toBeLessThanOrEqual(50);
      sent.push(...next);
    }
    expect(new Set(sent)).toEqual(new Set([...flood, ...others]));
    expect(sent).toHaveLength(1_010);
  });

  it("that goes on keeps what waits longest first", async () => {
    const old = await store(100, { channelAccountId: "acc_flood", dueAt: before(60_000) });
    const sweep = sweepAttempts(stage.deps({ leaseMs: 600_000 }), createQueryPace({ perSecond: 50 }));
    await sweepAt(sweep, now);
    await store(500, { channelAccountId: "acc_flood", dueAt: after(1_000) });
    const next = await sweepAt(sweep, after(1_000));
    expect(next.filter((id) => old.has(id))).toHaveLength(50);
  });

  it("lets the customer at the till and the unknown go first, and new orders always", async () => {
    await store(60, { channelAccountId: "acc_flood", dueAt: before(60_000) });
    const urgent = await store(5, {
      channelAccountId: "acc_flood",
      method: "alipay_barcode",
      dueAt: before(2),
    });
    const unknown = await store(5, { channelAccountId: "acc_flood", state: "submitted", dueAt: before(1) });
    const created = await store(5, { channelAccountId: "acc_flood", state: "created", dueAt: before(1) });
    const sweep = sweepAttempts(stage.deps(), createQueryPace({ perSecond: 10 }));
    const sent = new Set(await sweepAt(sweep, now));
    expect(sent).toEqual(new Set([...urgent, ...unknown, ...created]));
  });
});
