import {
  type AttemptRow,
  findFiguresUntil,
  insertChannelAccount,
  insertRefunds,
  insertStateChanges,
  listFigureHours,
  listFigurePoints,
  type StateChangeRow,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { explainSelects } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newRefundOf } from "../testing/new-refund-of.ts";
import { openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import { sweepFigures } from "./sweep-figures.ts";

let stage: SweepStage;

beforeAll(async () => {
  stage = await openSweepStage();
  for (const [id, channel, live] of [
    ["acc_w", "wechat", true],
    ["acc_a", "alipay", true],
    ["acc_t", "wechat", false],
  ] as const) {
    await insertChannelAccount(stage.database.connection, {
      id,
      channel,
      live,
      name: id,
      enabled: true,
      baseUrl: "",
      credentials: "sealed",
      certificatesDueAt: null,
      certificatesAskedAt: null,
      createdAt: at("00:00:00"),
      updatedAt: at("00:00:00"),
    });
  }
});
beforeEach(async () => {
  for (const table of ["state_changes", "payment_figures", "figure_hours", "attempts", "payments", "refunds"])
    await stage.database.pool.query("DELETE FROM ??", [table]);
});
afterAll(() => stage.close());

const at = (time: string) => new Date(`2026-03-01T${time}.000Z`);
const day = { from: at("00:00:00"), to: new Date("2026-03-02T00:00:00.000Z") };
const accounts = { acc_w: "wechat", acc_a: "alipay", acc_t: "wechat" } as const;

/** An attempt that is created at a time, with its changes: `[to, time]`, such as `["pending", "08:00:01"]`. */
async function attempt(
  accountId: keyof typeof accounts,
  created: string,
  changes: readonly (readonly [to: string, time: string])[],
  more: Partial<AttemptRow> = {},
): Promise<AttemptRow> {
  const channel = accounts[accountId];
  const method = channel === "wechat" ? "wechat_native" : "alipay_qr";
  const row = await stage.attempt({
    channelAccountId: accountId,
    channel,
    method,
    createdAt: at(created),
    ...more,
  });
  let fromState = "created";
  for (const [toState, time] of changes) {
    await change({ subject: "attempt", subjectId: row.id, fromState, toState, at: at(time) });
    fromState = toState;
  }
  return row;
}

async function change(given: Pick<StateChangeRow, "subject" | "subjectId" | "fromState" | "toState" | "at">) {
  const row = { id: newId("chg"), paymentId: "pay_1", cause: "test", traceId: "trace", ...given };
  await insertStateChanges(stage.database.connection, [row]);
}

/** As the loop does: again for as long as there is more. */
async function sweepAll(now: Date): Promise<void> {
  const sweep = sweepFigures(stage);
  while ((await sweep.run(now)).isFull);
}

const points = (live = true, step: "hour" | "day" = "hour") =>
  listFigurePoints(stage.database.connection, { live, step, ...day });

describe("figures", () => {
  it("are what happened in each hour, by mode, channel and method, with sums in fen", async () => {
    await attempt("acc_w", "07:59:58", [
      ["submitted", "07:59:59"],
      ["pending", "08:00:00"],
      ["succeeded", "08:10:00"],
    ]);
    const big = { amount: 99_999_999_901 };
    const paid = await attempt(
      "acc_w",
      "08:20:00",
      [
        ["submitted", "08:20:00"],
        ["succeeded", "08:20:05"],
      ],
      big,
    );
    await attempt("acc_a", "08:30:00", [
      ["submitted", "08:30:00"],
      ["failed", "08:30:30"],
    ]);
    await attempt("acc_a", "08:31:00", [["closed", "08:31:00"]]);
    await attempt("acc_t", "08:40:00", [
      ["submitted", "08:40:00"],
      ["pending", "08:40:00"],
    ]);
    const refund = newRefundOf(paid, { amount: 7 });
    await insertRefunds(stage.database.connection, [refund]);
    const ofRefund = { subject: "refund", subjectId: refund.id } as const;
    await change({ ...ofRefund, fromState: "submitted", toState: "processing", at: at("08:50:00") });
    await change({ ...ofRefund, fromState: "processing", toState: "succeeded", at: at("08:59:59") });
    await change({
      subject: "payment",
      subjectId: paid.paymentId,
      fromState: "processing",
      toState: "succeeded",
      at: at("08:20:05"),
    });
    await sweepAll(at("09:30:00"));

    const [before, alipay, wechat, ...others] = await points();
    expect(others).toEqual([]);
    expect(before).toMatchObject({ at: at("07:00:00"), channel: "wechat", created: 1, succeeded: 0 });
    expect(alipay).toMatchObject({ channel: "alipay", created: 2, failed: 1, closed: 1, amount: 0 });
    expect(wechat).toMatchObject({
      at: at("08:00:00"),
      channel: "wechat",
      created: 1,
      succeeded: 2,
      amount: 100_000_000_001,
      refunds: 1,
      amountRefunded: 7,
    });
    // Two seconds and five; half a minute at the other channel, which never answered about the one that was not sent.
    expect(wechat?.answers).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0]);
    expect(alipay?.answers).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(await points(false)).toMatchObject([{ channel: "wechat", created: 1, amount: 0 }]);
    const [total] = await points(true, "day");
    expect(total).toMatchObject({ at: new Date("2026-02-28T16:00:00Z"), channel: "alipay", created: 2 });
  });

  it("count a success that comes late in the hour in which it came, and leave the hour before as it was", async () => {
    const late = await attempt("acc_w", "05:00:00", [
      ["submitted", "05:00:00"],
      ["pending", "05:00:01"],
      ["closed", "05:30:00"],
    ]);
    await sweepAll(at("06:30:00"));
    const first = await points();
    await change({
      subject: "attempt",
      subjectId: late.id,
      fromState: "closed",
      toState: "succeeded",
      at: at("08:15:00"),
    });
    await sweepAll(at("08:30:00"));
    const [before, after] = await points();
    expect([before]).toEqual(first);
    expect(before).toMatchObject({ at: at("05:00:00"), closed: 1, succeeded: 0 });
    expect(after).toMatchObject({ at: at("08:00:00"), created: 0, closed: 0, succeeded: 1, amount: 100 });
  });
});

const one = () => attempt("acc_w", "08:10:00", [["submitted", "08:10:00"]]);

describe("an hour", () => {
  it("is rolled up again once a minute, as a whole, until five minutes after its end", async () => {
    await one();
    await sweepAll(at("08:11:00"));
    await one();
    await sweepAll(at("08:11:59"));
    expect(await points()).toMatchObject([{ created: 1 }]);
    await sweepAll(at("08:12:00"));
    expect(await points()).toMatchObject([{ created: 2 }]);
    await sweepAll(at("08:12:00"));
    expect(await points()).toMatchObject([{ created: 2 }]);

    await sweepAll(at("09:05:00"));
    await one();
    await sweepAll(at("09:10:00"));
    expect(await points()).toMatchObject([{ created: 2 }]);
  });

  it("is the same when many processes roll it up at once", async () => {
    for (let count = 0; count < 20; count += 1) await one();
    await Promise.all(Array.from({ length: 6 }, () => sweepAll(at("08:30:00"))));
    expect(await points()).toMatchObject([{ created: 20 }]);
    // What nobody came to, because another had its neighbour, is done at the next look.
    await sweepAll(at("08:31:00"));
    const hours = await listFigureHours(stage.database.connection, { ...day, from: new Date(0) });
    expect(hours).toHaveLength(720);
    expect(hours.filter(({ computedAt }) => computedAt === null)).toEqual([]);
  });

  it("in which nothing happened is known as such, and one that was missed is made up for", async () => {
    await sweepAll(at("01:30:00"));
    expect(await points()).toEqual([]);
    expect(await findFiguresUntil(stage.database.connection, day)).toEqual(at("01:30:00"));

    await attempt("acc_w", "03:10:00", [["submitted", "03:10:00"]]);
    await attempt("acc_w", "06:10:00", [["submitted", "06:10:00"]]);
    const sweep = sweepFigures(stage);
    const { taken, isFull } = await sweep.run(at("10:30:00"));
    // Those from 1 o'clock on, of which the first had not ended.
    expect([taken, isFull]).toEqual([10, false]);
    expect((await points()).map((point) => point.at)).toEqual([at("03:00:00"), at("06:00:00")]);
  });
});

describe("a busy hour", () => {
  it("is read again in its last minutes alone, and is right all the same", async () => {
    const sweep = sweepFigures(stage);
    await one();
    while ((await sweep.run(at("08:40:00"))).isFull);
    await attempt("acc_w", "08:36:00", [["submitted", "08:36:00"]]);
    await attempt("acc_w", "08:40:30", [["submitted", "08:40:30"]]);
    const selects = await explainSelects(stage.database.pool, () => sweep.run(at("08:41:00")));
    // The last five minutes, the present one, and those to come.
    expect(selects.filter(({ sql }) => sql.includes("STRAIGHT_JOIN"))).toHaveLength(5 + 20);
    expect(await points()).toMatchObject([{ created: 3 }]);
  });
});

describe("the statements", () => {
  it("read the span alone, along an index, and the rest by primary keys", async () => {
    for (let count = 0; count < 50; count += 1)
      await attempt("acc_w", "08:10:00", [
        ["submitted", "08:10:00"],
        ["pending", "08:10:01"],
      ]);
    await sweepAll(at("08:30:00"));
    await stage.database.pool.query("ANALYZE TABLE state_changes, attempts, payment_figures, figure_hours");
    const explained = await explainSelects(stage.database.pool, () => sweepAll(at("08:40:00")));
    const plans = explained.flatMap(({ plan }) => plan);
    const along = plans.filter(({ table }) => table === "c");
    expect(along).toMatchObject(
      Array.from({ length: 60 }, () => ({ type: "range", key: "state_changes_at" })),
    );
    for (const { table, type, key } of plans.filter((row) => row.table !== "c")) {
      const index = table === "state_changes" ? "state_changes_at" : "PRIMARY";
      expect([table, key, type === "ALL" || type === "index"]).toEqual([table, index, false]);
    }
  });
});
