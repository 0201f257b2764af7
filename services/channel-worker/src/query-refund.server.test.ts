import type { Answer, ChannelCall, ChannelOperation, RefundProgress } from "@compose-pay/channels";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deadlineMs,
  openRefundStage,
  type RefundChannel,
  type RefundStage,
} from "../testing/refund-stage.ts";
import { makeRefund } from "./make-refund.ts";
import { queryRefund } from "./query-refund.ts";

const second = 1_000;
const lost: Answer<never> = {
  kind: "unknown",
  reason: "timeout",
  detail: null,
  ...journalled("refund"),
};
const refused: Answer<never> = {
  kind: "declined",
  failure: { code: "refund_refused", message: "no", channelCode: "NO", channelMessage: "no" },
  ...journalled("refund"),
};
const absent = told({ state: "absent" });

let stage: RefundStage;
beforeAll(async () => {
  stage = await openRefundStage();
});
afterAll(() => stage.close());

describe("a refund whose call is under way", () => {
  it("is not made again, and so not refused, whoever asks in between", async () => {
    const first = Promise.withResolvers<Answer<RefundProgress>>();
    const begun = Promise.withResolvers<void>();
    const { calls, deps } = channelThat({
      refund: () => {
        begun.resolve();
        return calls.refund === 1 ? first.promise : Promise.resolve(refused);
      },
    });
    const refund = await stage.refund();
    const made = makeRefund(deps, message(refund.id));
    await begun.promise;
    const bySweep = { ...message(refund.id), triesMade: 0 };
    for (const asked of [message(refund.id), bySweep])
      expect(await queryRefund(deps, asked)).toEqual({ kind: "open" });
    await makeRefund(deps, message(refund.id));
    expect(calls).toEqual({ refund: 1, queryRefund: 3 });
    const held = await stage.reread(refund);
    expect(held).toMatchObject({ refund: { state: "submitted" }, payment: { amountRefunded: 250 } });
    first.resolve(succeeded("refund"));
    await made;
    expect((await stage.reread(refund)).refund.state).toBe("succeeded");
  });

  it("stays due, and is made again by one of many 10 s after the deadline of its last call", async () => {
    const { calls, deps } = channelThat({ refund: () => Promise.resolve(lost) });
    const refund = await stage.refund();
    const ask = () => queryRefund(deps, message(refund.id));
    await makeRefund(deps, message(refund.id));
    for (const round of [1, 2]) {
      const freeAt = new Date(stage.now().getTime() + deadlineMs + 10 * second);
      stage.pass(deadlineMs + 10 * second - 1);
      await ask();
      expect(calls.refund).toBe(round);
      expect((await stage.reread(refund)).refund).toMatchObject({ state: "submitted", dueAt: freeAt });
      stage.pass(1);
      await Promise.all([ask(), ask(), ask(), ask()]);
      expect(calls.refund).toBe(round + 1);
    }
  });

  it("is settled at once by a query that finds it", async () => {
    const { deps } = channelThat({
      refund: () => Promise.resolve(lost),
      queryRefund: () => Promise.resolve(succeeded("refund_query")),
    });
    const refund = await stage.refund();
    await makeRefund(deps, message(refund.id));
    expect(await queryRefund(deps, message(refund.id))).toMatchObject({ kind: "settled" });
    expect((await stage.reread(refund)).refund.state).toBe("succeeded");
  });
});

describe("a refund that failed because its call was refused", () => {
  it("is asked about once more after a minute and not before", async () => {
    const { refund, calls, ask } = await failing(() => absent);
    const dueAt = new Date(stage.now().getTime() + 60 * second);
    expect((await stage.reread(refund)).refund).toMatchObject({ state: "failed", dueAt });
    await ask();
    expect(calls.queryRefund).toBe(0);
    stage.pass(60 * second);
    for (let round = 0; round < 2; round += 1) await ask();
    expect(calls.queryRefund).toBe(1);
    expect((await stage.reread(refund)).refund).toMatchObject({ state: "failed", dueAt: null });
    expect(await raised(refund.id)).toEqual([]);
  });

  it("is raised when its channel made it all the same", async () => {
    const { refund, ask } = await failing(() => succeeded("refund_query"));
    stage.pass(60 * second);
    await ask();
    expect(await raised(refund.id)).toEqual([{ type: "refund_ended_before" }]);
    expect((await stage.reread(refund)).refund).toMatchObject({ state: "failed", dueAt: null });
  });

  it("stays due while its channel works on it, or says nothing", async () => {
    const answers = [lost, told({ state: "processing", channelRefundNo: null }), absent];
    const { refund, calls, ask } = await failing(() => answers[calls.queryRefund - 1] ?? absent);
    stage.pass(60 * second);
    for (const isDue of [true, true, false]) {
      await ask();
      expect((await stage.reread(refund)).refund.dueAt !== null).toBe(isDue);
    }
    expect(calls).toEqual({ refund: 1, queryRefund: 3 });
  });
});

it("a refund that its channel has ended is not asked about again", async () => {
  const { failure } = refused;
  const { deps } = channelThat({ refund: () => Promise.resolve(told({ state: "failed", failure })) });
  const refund = await stage.refund();
  await makeRefund(deps, message(refund.id));
  expect((await stage.reread(refund)).refund).toMatchObject({ state: "failed", dueAt: null });
});

/** A refund whose call was refused, at a channel that answers queries so. */
async function failing(query: () => Answer<RefundProgress>) {
  const { calls, deps } = channelThat({
    refund: () => Promise.resolve(refused),
    queryRefund: () => Promise.resolve(query()),
  });
  const refund = await stage.refund();
  await makeRefund(deps, message(refund.id));
  return { refund, calls, ask: () => queryRefund(deps, message(refund.id)) };
}

/** What was raised about a refund. */
async function raised(refundId: string): Promise<unknown> {
  const sql = "SELECT type FROM discrepancies WHERE refund_id = ?";
  const [rows] = await stage.database.pool.query(sql, [refundId]);
  return rows;
}

/** A channel that does not have the refund, unless a test says otherwise. */
function channelThat(
  changes: Partial<{ [Call in keyof RefundChannel]: () => Promise<Answer<RefundProgress>> }>,
) {
  const calls = { refund: 0, queryRefund: 0 };
  const deps = stage.deps({
    refund: () => {
      calls.refund += 1;
      return changes.refund?.() ?? Promise.resolve(lost);
    },
    queryRefund: () => {
      calls.queryRefund += 1;
      return changes.queryRefund?.() ?? Promise.resolve(absent);
    },
  });
  return { calls, deps };
}

function message(refundId: string) {
  return { refundId, traceId: "trace" };
}

function told(value: RefundProgress): Answer<RefundProgress> {
  return { kind: "ok", value, ...journalled("refund_query") };
}

function succeeded(operation: ChannelOperation): Answer<RefundProgress> {
  const money = { amount: 250, currency: "CNY" } as const;
  const value = {
    state: "succeeded",
    money,
    channelRefundNo: "5030000001",
    succeededAt: stage.now(),
  } as const;
  return { kind: "ok", value, ...journalled(operation) };
}

function journalled(operation: ChannelOperation): {
  readonly call: ChannelCall;
  readonly earlierCalls: readonly ChannelCall[];
} {
  const call = { operation, durationMs: 1, httpStatus: null, channelCode: null, channelRequestId: null };
  return { call: { ...call, startedAt: new Date("2026-03-01T08:00:00.000Z") }, earlierCalls: [] };
}
