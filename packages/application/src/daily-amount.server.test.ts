import { dayOfChina } from "@compose-pay/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askFor, count, plan, reread, storedPayment, testWriter } from "../testing/payment-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { recordFact } from "./record-facts.ts";

const bounded = { ...plan, dailyAmount: 500 };

describe("a daily amount", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  beforeEach(() => fixture.deps.database.pool.query("DELETE FROM daily_amounts"));
  afterAll(() => fixture.close());

  /** What is taken of today, or null when nobody has taken anything. */
  const taken = async (): Promise<number | null> => {
    const day = dayOfChina(fixture.deps.clock.now());
    const [rows] = await fixture.deps.database.pool.query({
      sql: "SELECT amount FROM daily_amounts WHERE app_id = 'app_test' AND method = 'mock' AND day = ?",
      values: [day],
      rowsAsArray: true,
    });
    // because the query answers rows of one column
    const [row] = rows as readonly (readonly unknown[])[];
    return row === undefined ? null : Number(row[0]);
  };
  const create = (orderNo: string, amount: number) =>
    askFor(fixture, testWriter(fixture), { orderNo, amount, plan: bounded });
  const learn = async (
    orderNo: string,
    fact: Parameters<typeof recordFact>[1]["fact"],
  ): Promise<string | undefined> => {
    const { payment, attempt } = await reread(fixture, orderNo);
    const by = { paymentId: payment.id, attemptId: attempt.id, cause: "test", traceId: "trace" };
    return (await recordFact(fixture.deps, { ...by, fact })).kind;
  };

  it("is never exceeded by payments at one instant, over several writers", async () => {
    const writers = [testWriter(fixture), testWriter(fixture), testWriter(fixture)];
    const asked = Array.from({ length: 90 }, (_, index) =>
      askFor(fixture, writers[index % 3] ?? testWriter(fixture), {
        orderNo: `parallel-${index}`,
        amount: 10,
        plan: bounded,
      }),
    );
    const creations = await Promise.all(asked);
    expect(creations.filter(({ kind }) => kind === "created")).toHaveLength(50);
    const refused = creations.filter((one) => one.kind === "refused");
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["amount_out_of_range"]));
    expect(await count(fixture, "payments", "order_no LIKE 'parallel-%'")).toBe(50);
    expect(await taken()).toBe(500);
  });

  it("that one payment would exceed fails none of the others in its batch", async () => {
    const writer = testWriter(fixture);
    const wishes = [
      { orderNo: "batch-1", amount: 100, plan: bounded },
      { orderNo: "batch-2", amount: 450, plan: bounded },
      { orderNo: "batch-3", amount: 400, plan: bounded },
      { orderNo: "batch-4", amount: 100_000 },
    ];
    const creations = await Promise.all(wishes.map((wish) => askFor(fixture, writer, wish)));
    expect(creations.map(({ kind }) => kind)).toEqual(["created", "refused", "created", "created"]);
    expect(await taken()).toBe(500);
  });

  it("is not asked of a repetition", async () => {
    await create("again", 500);
    expect((await create("again", 500)).kind).toBe("replayed");
    expect((await create("again", 499)).kind).toBe("conflict");
    expect(await taken()).toBe(500);
  });

  it("gets back what an attempt without money took, and a late success takes it again beyond it", async () => {
    await create("given-up", 400);
    await learn("given-up", { type: "closed_unsent" });
    expect(await taken()).toBe(0);
    await learn("given-up", { type: "closed" });
    expect(await taken()).toBe(0);
    expect((await create("instead", 450)).kind).toBe("created");
    const money = { amount: 400, currency: "CNY" } as const;
    const paid = { type: "paid", money, channelTradeNo: "T1", paidAt: new Date() } as const;
    expect(await learn("given-up", paid)).toBe("changed");
    expect(await taken()).toBe(850);
    expect(await learn("given-up", paid)).toBe("unchanged");
    expect(await taken()).toBe(850);
  });

  it("keeps what was paid, and a contract without one takes no part", async () => {
    await create("kept", 300);
    const money = { amount: 300, currency: "CNY" } as const;
    await learn("kept", { type: "paid", money, channelTradeNo: "T2", paidAt: new Date() });
    expect(await taken()).toBe(300);
    const { attempt } = await storedPayment(fixture, "free");
    expect(attempt.dailyAmountDay).toBeNull();
    await learn("free", { type: "closed_unsent" });
    expect(await taken()).toBe(300);
  });
});

describe("the fee", () => {
  it("is a snapshot of the contract on attempt and payment", async () => {
    const fixture = await openSetUp();
    const feeTerms = { ...plan.feeTerms, fixed: 5 };
    await askFor(fixture, testWriter(fixture), {
      orderNo: "fee",
      amount: 10_000,
      plan: { ...plan, feeTerms },
    });
    const { payment, attempt } = await reread(fixture, "fee");
    expect([payment.fee, attempt.fee, attempt.feeTerms]).toEqual([65, 65, feeTerms]);
    await fixture.close();
  });
});
