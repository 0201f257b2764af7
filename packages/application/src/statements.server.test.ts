import { createHash } from "node:crypto";
import type { StatementKey } from "@compose-pay/database";
import type { RefundFact } from "@compose-pay/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { count } from "../testing/payment-fixture.ts";
import { paidPayment, recordOf, storedRefund } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { addAccount, addRun, bookPayments, day, ofTest, readyAt } from "../testing/statement-fixture.ts";
import { buildStatement } from "./build-statement.ts";
import { openStatement, StatementChanged } from "./open-statement.ts";
import { totalsOf } from "./statement-totals.ts";

let fixture: SetUpFixture;
beforeEach(async () => {
  fixture = await openSetUp();
});
afterEach(() => fixture.close());

const build = (now = readyAt, key: StatementKey = ofTest) =>
  buildStatement({ ...fixture.deps, clock: { now: () => now } }, key);
const readAll = async (key: StatementKey = ofTest) => {
  const statement = await openStatement(fixture.deps, key);
  if (statement === null) return null;
  let text = "";
  for await (const piece of statement.text) text += piece;
  return { ...statement, text };
};

describe("the statement of a day", () => {
  it("has its payments and refunds and their sum, whatever becomes of them later", async () => {
    const { payment, attempt } = await paidPayment(fixture, "A1", 10_000);
    const view = await storedRefund(fixture, { order_no: "A1", refund_no: "R1", amount: 2_500 });
    const money = { amount: 2_500, currency: "CNY" } as const;
    const succeededAt = new Date("2026-03-01T09:00:00.000Z");
    const back: RefundFact = { type: "succeeded", money, channelRefundNo: "5030", succeededAt };
    await recordOf(fixture, view, back);
    const built = await build();
    if (built.kind !== "built") throw new Error(built.kind);
    const statement = await readAll();
    expect(statement?.text.split("\r\n").slice(1)).toEqual([
      `payment,${payment.id},A1,,mock,mock,42${attempt.id},10000,CNY,60,9940,2026-03-01T08:01:00.000Z,Tea`,
      `refund,${view.refund.id},A1,R1,mock,mock,5030,-2500,CNY,-15,-2485,2026-03-01T09:00:00.000Z,Tea`,
      "total,,,,,,,7500,CNY,45,7455,,",
      "",
    ]);
    expect(totalsOf(built.statement)).toEqual({
      payments: 1,
      paymentAmount: 10_000,
      refunds: 1,
      refundAmount: 2_500,
      fees: 45,
      net: 7_455,
      bytes: Buffer.byteLength(statement?.text ?? ""),
    });
    await storedRefund(fixture, { order_no: "A1", refund_no: "R2" });
    const sha256 = createHash("sha256")
      .update(statement?.text ?? "")
      .digest("hex");
    expect([(await readAll())?.sha256, built.statement.sha256]).toEqual([sha256, sha256]);
    expect((await readAll())?.text).toBe(statement?.text);
  });

  it("is of one app and one mode", async () => {
    await paidPayment(fixture, "mine");
    const live = { ...ofTest, live: true };
    for (const key of [ofTest, live, { ...ofTest, appId: "app_other" }]) await build(readyAt, key);
    const empty = (await readAll(live))?.text.split("\r\n");
    expect(empty?.slice(1)).toEqual(["total,,,,,,,0,CNY,0,0,,", ""]);
    expect((await readAll({ ...ofTest, appId: "app_other" }))?.text.split("\r\n")).toEqual(empty);
    expect((await readAll())?.totals.payments).toBe(1);
  });

  it("is not there before it is built", async () => {
    await paidPayment(fixture, "early");
    expect(await openStatement(fixture.deps, ofTest)).toBeNull();
  });

  it("is not served any more when a success of its day becomes known, and is built anew with it", async () => {
    await paidPayment(fixture, "first");
    await build();
    await bookPayments(fixture, "late", { count: 2, bookedAt: readyAt });
    expect(await openStatement(fixture.deps, ofTest)).toBeNull();
    await build();
    expect((await readAll())?.totals.payments).toBe(3);
  });

  it("is undone when it turns out that an entry came while it was built", async () => {
    await paidPayment(fixture, "first");
    await build();
    await bookPayments(fixture, "beside", { count: 2 });
    expect(await openStatement(fixture.deps, ofTest)).toBeNull();
    expect(await count(fixture, "statements")).toBe(0);
  });

  it("is read page by page, as it is taken", async () => {
    await bookPayments(fixture, "pages", { count: 2_500 });
    await build();
    const statement = await openStatement(fixture.deps, ofTest);
    const lines: number[] = [];
    for await (const piece of statement?.text ?? []) lines.push(piece.split("\r\n").length - 1);
    expect(lines).toEqual([1, 1_000, 1_000, 500, 1]);
  });

  it("breaks off before its end when an entry is booked while it is read", async () => {
    await bookPayments(fixture, "many", { count: 2_500 });
    await build();
    const statement = await openStatement(fixture.deps, ofTest);
    if (statement === null) throw new Error("it was built");
    let text = "";
    const reading = (async () => {
      for await (const piece of statement.text) {
        if (text === "") await bookPayments(fixture, "meanwhile", { count: 2 });
        text += piece;
      }
    })();
    await expect(reading).rejects.toThrow(StatementChanged);
    expect(text).not.toContain("\r\ntotal,");
  });
});

describe("a statement can be built", () => {
  const before = new Date(readyAt.getTime() - 1);

  it("when the day is over and it is half past ten on the next, where no bill says anything", async () => {
    await paidPayment(fixture, "mock");
    const ofNow = new Date("2026-03-01T15:59:59.999Z");
    expect(await build(ofNow)).toMatchObject({ hindrance: { kind: "day_not_over" } });
    expect(await build(before)).toMatchObject({ hindrance: { kind: "before_half_past_ten" } });
    expect((await build(readyAt)).kind).toBe("built");
  });

  it.each([
    ["no run", []],
    ["a run that waits for its bill", ["waiting_for_bill"]],
    ["a run with open discrepancies", ["has_discrepancies"]],
    ["a newer run under way", ["balanced", "matching"]],
  ])("not with %s of an account in which the app has entries", async (_, states) => {
    for (const id of ["acc_1", "acc_other"]) await addAccount(fixture, id);
    await bookPayments(fixture, "wechat", { count: 2, channelAccountId: "acc_1" });
    for (const state of states) await addRun(fixture, "acc_1", state);
    await addRun(fixture, "acc_other", "balanced");
    const hindrance = { kind: "not_reconciled", accountIds: ["acc_1"] };
    expect(await build()).toEqual({ kind: "not_ready", hindrance });
    expect(await count(fixture, "statements")).toBe(0);
  });

  it.each([[["balanced"]], [["closed"]], [["has_discrepancies", "closed"]]])(
    "with %j of each account in which the app has entries, at any hour, whatever others wait for",
    async (states) => {
      for (const id of ["acc_1", "acc_other"]) await addAccount(fixture, id);
      await bookPayments(fixture, "wechat", { count: 2, channelAccountId: "acc_1" });
      for (const state of states) await addRun(fixture, "acc_1", state);
      await addRun(fixture, "acc_other", "matching");
      expect((await build(before)).kind).toBe("built");
    },
  );
});

describe("entries of a day", () => {
  it("leave the statements of other days alone when they come late", async () => {
    await paidPayment(fixture, "kept");
    await build();
    const next = { ...ofTest, day: "2026-03-02" };
    await build(new Date(readyAt.getTime() + 86_400_000), next);
    await bookPayments(fixture, "late", { count: 2, bookedAt: new Date("2026-03-09T00:00:00.000Z") });
    expect(await count(fixture, "statements", `day = '${day}'`)).toBe(0);
    expect(await count(fixture, "statements", `day = '${next.day}'`)).toBe(1);
  });
});
