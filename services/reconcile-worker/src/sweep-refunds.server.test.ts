import { findRefund, insertRefunds, type RefundRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { after, before, now, openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import { createQueryPace } from "./query-pace.ts";
import { sweepRefunds } from "./sweep-refunds.ts";

const pace = () => createQueryPace({ perSecond: 1_000 });

describe("the sweep over refunds", () => {
  let stage: SweepStage;
  beforeAll(async () => {
    stage = await openSweepStage();
  });
  beforeEach(async () => {
    await stage.database.pool.query("DELETE FROM refunds");
    stage.published.length = 0;
  });
  afterAll(() => stage.close());

  const refundOf = async (change: Partial<RefundRow>): Promise<RefundRow> => {
    const attempt = await stage.attempt({ state: "succeeded", dueAt: null });
    const { id: attemptId, paymentId, method, channel, channelAccountId, amount, currency } = attempt;
    const refund: RefundRow = {
      id: newId("rfd"),
      appId: "app_1",
      attemptId,
      paymentId,
      method,
      channel,
      channelAccountId,
      amount,
      currency,
      kind: "merchant",
      refundNo: newId("no"),
      automaticFor: null,
      parametersSha256: "0".repeat(64),
      feeReturned: 0,
      reason: null,
      notifyUrl: null,
      metadata: {},
      live: false,
      state: "processing",
      channelRefundNo: null,
      failure: null,
      triesMade: 0,
      dueAt: before(1),
      traceId: "trace",
      createdAt: before(60_000),
      succeededAt: null,
      settledAt: null,
      ...change,
    };
    await insertRefunds(stage.database.connection, [refund]);
    return refund;
  };
  const dueAt = async ({ id }: RefundRow) => (await findRefund(stage.database.connection, id))?.refund.dueAt;

  it.each([
    ["created", "channel.refund", {}],
    ["submitted", "channel.refund_query", { tries_made: 2 }],
    ["processing", "channel.refund_query", { tries_made: 2 }],
    ["abnormal", "channel.refund_query", { tries_made: 2 }],
    ["failed", "channel.refund_query", { tries_made: 2 }],
  ] as const)("sends a due refund that is %s as %s", async (state, name, more) => {
    const due = await refundOf({ state, triesMade: 2 });
    const bystander = await refundOf({ state, dueAt: after(1) });
    const settled = await refundOf({ state: "succeeded", dueAt: null });
    await sweepRefunds(stage.deps(), pace()).run(now);
    expect(stage.published.map(({ queue: to, contract, body }) => [to, contract.name, body])).toEqual([
      ["channel.mock.background", name, { refund_id: due.id, ...more }],
    ]);
    expect(await dueAt(due)).toEqual(after(30_000));
    expect(await dueAt(bystander)).toEqual(after(1));
    expect(await dueAt(settled)).toBeNull();
  });

  it("gives each refund to one of many sweeps, and again when its message got lost", async () => {
    const due = await Promise.all(Array.from({ length: 40 }, () => refundOf({})));
    const sweepOnce = () => sweepRefunds(stage.deps({ batch: 10 }), pace()).run(now);
    await Promise.all(Array.from({ length: 6 }, sweepOnce));
    while ((await sweepOnce()).taken > 0);
    const sent = stage.published.map(({ body }) => (body as { readonly refund_id: string }).refund_id);
    expect(sent.toSorted()).toEqual(due.map(({ id }) => id).toSorted());
    await sweepRefunds(stage.deps(), pace()).run(after(30_001));
    expect(stage.published).toHaveLength(80);
  });

  it("lets a flood of one account out at its pace, which delays no other", async () => {
    for (let index = 0; index < 30; index += 1)
      await refundOf({ channelAccountId: "acc_flood", dueAt: before(9) });
    const other = await refundOf({ channelAccountId: "acc_other", dueAt: before(1) });
    const sweep = sweepRefunds(stage.deps({ leaseMs: 600_000 }), createQueryPace({ perSecond: 10 }));
    expect(await sweep.run(now)).toMatchObject({ taken: 31, sent: 11, putOff: 20 });
    expect(stage.published).toHaveLength(11);
    expect(stage.published.map(({ body }) => body)).toContainEqual({ refund_id: other.id, tries_made: 0 });
    for (const second of [1, 2, 3]) await sweep.run(after(second * 1_000));
    expect(stage.published).toHaveLength(31);
  });
});
