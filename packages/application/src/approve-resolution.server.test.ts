import { insertOperator, updateOperator } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  decide,
  raise,
  raiseOfPayment,
  rereadDiscrepancy,
  resolutionDeps,
} from "../testing/discrepancy-fixture.ts";
import { count, reread } from "../testing/payment-fixture.ts";
import { askForRefund, paidPayment } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture, setUpAt } from "../testing/set-up-fixture.ts";
import { approveResolution } from "./approve-resolution.ts";
import { rejectResolution } from "./reject-resolution.ts";

const large = 100_000;

describe("a resolution that needs a second person", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const approve = (id: string, operator: string) =>
    approveResolution(resolutionDeps(fixture), { id, operator });
  const latePayment = async (orderNo: string) => {
    const view = await paidPayment(fixture, orderNo, large);
    return { view, row: await raiseOfPayment(fixture, view, { type: "missing_here", here: null }) };
  };

  it.each([
    ["done at once below the amount", large - 1, "resolved"],
    ["put before a second person from it on", large, "awaiting_approval"],
    ["put before a second person where no amount is known", null, "awaiting_approval"],
  ] as const)("is %s", async (_, amount, state) => {
    const { id } = await raise(fixture, { type: "missing_here", amount, attemptId: `of-${amount}` });
    expect(await decide(fixture, { id }, "ignore")).toMatchObject({ kind: state });
    expect(await rereadDiscrepancy(fixture, id)).toMatchObject({
      state,
      resolution: "ignore",
      resolvedBy: "anna",
      decidedAt: setUpAt,
    });
  });

  it("moves nothing until then, however small the difference was that leads to a large refund", async () => {
    const { view } = await latePayment("small");
    const found = { type: "status_differs", amount: 1 } as const;
    const row = await raiseOfPayment(fixture, view, found);
    expect(await decide(fixture, row, "refund")).toMatchObject({ kind: "awaiting_approval" });
    expect(await reread(fixture, "small")).toEqual(view);
    expect(await count(fixture, "refunds", `payment_id = '${view.payment.id}'`)).toBe(0);
  });

  it("is not approved by who has decided, in whatever letters", async () => {
    const { view, row } = await latePayment("same");
    await decide(fixture, row, "refund");
    for (const name of ["anna", "Anna ", "ＡＮＮＡ"]) {
      expect(await approve(row.id, name)).toMatchObject({ kind: "same_person" });
    }
    expect((await rereadDiscrepancy(fixture, row.id)).state).toBe("awaiting_approval");
    expect(await reread(fixture, "same")).toEqual(view);
  });

  it("is not approved when the operator who has decided is disabled since; whoever is none cannot be", async () => {
    const { view, row } = await latePayment("gone");
    await decide(fixture, row, "refund");
    const { connection } = fixture.deps.database;
    const gone = {
      id: "opr_gone",
      email: "anna",
      name: "Anna",
      state: "disabled",
      passwordHash: "",
      mustChangePassword: false,
      totpSecret: null,
      totpStep: 0,
      timeZone: "Asia/Shanghai",
      failedSignIns: 0,
      lockedUntil: null,
      createdAt: setUpAt,
      updatedAt: setUpAt,
    } as const;
    await insertOperator(connection, gone);
    expect(await approve(row.id, "bert")).toMatchObject({ kind: "decider_disabled" });
    expect(await reread(fixture, "gone")).toEqual(view);
    await updateOperator(connection, gone.id, { email: "another" });
    expect(await approve(row.id, "bert")).toMatchObject({ kind: "resolved" });
  });

  it("is done once when several approve it at the same time", async () => {
    const { view, row } = await latePayment("several");
    await decide(fixture, row, "refund");
    const names = ["bert", "carl", "dora", "emil"];
    const results = await Promise.all(names.map((name) => approve(row.id, name)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual([
      "not_awaiting_approval",
      "not_awaiting_approval",
      "not_awaiting_approval",
      "resolved",
    ]);
    const winner = names[results.findIndex(({ kind }) => kind === "resolved")];
    expect(await rereadDiscrepancy(fixture, row.id)).toMatchObject({
      state: "resolved",
      resolvedBy: "anna",
      approvedBy: winner,
      resolvedAt: setUpAt,
      outcome: { done: { effect: "refund_made", amount: large } },
    });
    expect(await count(fixture, "refunds", `payment_id = '${view.payment.id}'`)).toBe(1);
    expect((await reread(fixture, "several")).payment.amountRefunded).toBe(large);
  });

  it("is refused and still waits when the balance is spent by then", async () => {
    const { view, row } = await latePayment("spent-by-then");
    await decide(fixture, row, "refund");
    await askForRefund(fixture, { payment_id: view.payment.id, refund_no: "by-then", amount: 1 });
    const waiting = await rereadDiscrepancy(fixture, row.id);
    expect(await approve(row.id, "bert")).toMatchObject({ kind: "refused", reason: "exceeds_balance" });
    expect(await rereadDiscrepancy(fixture, row.id)).toEqual(waiting);
    expect((await reread(fixture, "spent-by-then")).payment.amountRefunded).toBe(1);
  });

  it("is open again when it is rejected, keeps who said what, and can be decided anew", async () => {
    const { row } = await latePayment("rejected");
    await decide(fixture, row, "refund");
    const no = { id: row.id, operator: "bert", reason: "the customer has the goods" };
    expect(await rejectResolution(fixture.deps, no)).toMatchObject({ kind: "rejected" });
    const rejection = {
      resolution: "refund",
      decided_by: "anna",
      decided_because: "as the channel's console shows",
      rejected_by: "bert",
      rejected_because: "the customer has the goods",
      at: setUpAt.toISOString(),
    };
    expect(await rereadDiscrepancy(fixture, row.id)).toEqual({
      ...row,
      outcome: { rejections: [rejection] },
    });
    expect(await rejectResolution(fixture.deps, no)).toMatchObject({ kind: "not_awaiting_approval" });
    await decide(fixture, row, "ignore");
    expect(await approve(row.id, "bert")).toMatchObject({
      kind: "resolved",
      row: { outcome: { rejections: [rejection], done: { effect: "recorded" } } },
    });
  });

  it("is approved or rejected when both come at the same time, and never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { view, row } = await latePayment(`both-${round}`);
      await decide(fixture, row, "refund");
      const no = { id: row.id, operator: "carl", reason: "no" };
      const [yes, rejected] = await Promise.all([
        approve(row.id, "bert"),
        rejectResolution(fixture.deps, no),
      ]);
      const isDone = yes.kind === "resolved";
      expect(rejected.kind).toBe(isDone ? "not_awaiting_approval" : "rejected");
      expect((await rereadDiscrepancy(fixture, row.id)).state).toBe(isDone ? "resolved" : "open");
      expect(await count(fixture, "refunds", `payment_id = '${view.payment.id}'`)).toBe(isDone ? 1 : 0);
    }
  });

  it("is not there for what is open or resolved", async () => {
    const { id } = await raise(fixture, { type: "missing_here", attemptId: "nobody-decided" });
    expect(await approve(id, "bert")).toMatchObject({ kind: "not_awaiting_approval" });
    await decide(fixture, { id }, "ignore");
    expect(await approve(id, "bert")).toMatchObject({ kind: "not_awaiting_approval" });
    expect(await approve("dsc_none", "bert")).toEqual({ kind: "discrepancy_unknown" });
  });
});
