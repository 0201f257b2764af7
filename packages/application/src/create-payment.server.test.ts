import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askFor, count, plan, reread, testWriter } from "../testing/payment-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";

describe("creating payments", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  it("stores payment, attempt and message together", async () => {
    const created = await askFor(fixture, testWriter(fixture), { orderNo: "together" });
    expect(created.kind).toBe("created");
    const { payment, attempt } = await reread(fixture, "together");
    expect(payment).toMatchObject({ status: "processing", amount: 100, currentAttemptId: attempt.id });
    expect(attempt).toMatchObject({ state: "created", paymentId: payment.id, channel: "mock" });
    expect(attempt.dueAt?.getTime()).toBeGreaterThan(payment.createdAt.getTime());
    const message = created.kind === "created" ? created.message : null;
    expect(message).toMatchObject({
      queue: "channel.mock.interactive",
      name: "channel.create",
      body: { attempt_id: attempt.id, channel_account_id: attempt.channelAccountId },
    });
    expect(await count(fixture, "outbox", `id = '${message?.id}'`)).toBe(1);
  });

  it("makes one payment of 64 requests with one order number, over several writers", async () => {
    const writers = [testWriter(fixture), testWriter(fixture), testWriter(fixture)];
    const asked = Array.from({ length: 64 }, (_, index) =>
      askFor(fixture, writers[index % writers.length] ?? testWriter(fixture), { orderNo: "once" }),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "created")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "replayed")).toHaveLength(63);
    const { payment } = await reread(fixture, "once");
    expect(await count(fixture, "attempts", `payment_id = '${payment.id}'`)).toBe(1);
  });

  it("keeps what is new in a batch in which others are known", async () => {
    const writer = testWriter(fixture);
    await askFor(fixture, writer, { orderNo: "known" });
    const orderNos = ["new-1", "known", "new-2", "known", "new-3", "new-1"];
    const creations = await Promise.all(orderNos.map((orderNo) => askFor(fixture, writer, { orderNo })));
    expect(creations.map(({ kind }) => kind)).toEqual([
      "created",
      "replayed",
      "created",
      "replayed",
      "created",
      "replayed",
    ]);
    expect(await count(fixture, "payments", "order_no LIKE 'new-%'")).toBe(3);
  });

  it("refuses other parameters under a known order number and changes nothing", async () => {
    const writer = testWriter(fixture);
    await askFor(fixture, writer, { orderNo: "conflict" });
    const before = await reread(fixture, "conflict");
    expect(await askFor(fixture, writer, { orderNo: "conflict", amount: 101 })).toEqual({ kind: "conflict" });
    expect(await reread(fixture, "conflict")).toEqual(before);
  });

  it.each([
    ["without a contract", { plan: null }, { kind: "refused", code: "method_not_enabled" }],
    ["without a route", { plan: { ...plan, accounts: [] } }, { kind: "refused", code: "method_not_enabled" }],
    ["below the least amount", { plan: { ...plan, minAmount: 101 } }, { code: "amount_out_of_range" }],
    ["above the largest", { plan: { ...plan, maxAmount: 99 } }, { code: "amount_out_of_range" }],
    ["while every circuit is open", { isCircuitOpen: true }, { kind: "unavailable" }],
  ])("stores nothing %s, but still answers a repetition", async (name, wish, refusal) => {
    const orderNo = name.replaceAll(" ", "-");
    const writer = testWriter(fixture);
    expect(await askFor(fixture, writer, { orderNo, ...wish })).toMatchObject(refusal);
    expect(await count(fixture, "payments", `order_no = '${orderNo}'`)).toBe(0);
    await askFor(fixture, writer, { orderNo });
    expect(await askFor(fixture, writer, { orderNo, ...wish })).toMatchObject({ kind: "replayed" });
  });

  it("refuses at once when too many wait", async () => {
    const { createPaymentWriter } = await import("./payment-writer.ts");
    const { database } = fixture.deps;
    const writer = createPaymentWriter({ database, mostWaiting: 2, mostInBatch: 1, mostBatchesAtOnce: 1 });
    const asked = ["full-1", "full-2", "full-3"].map((orderNo) => askFor(fixture, writer, { orderNo }));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await count(fixture, "payments", "order_no LIKE 'full-%'")).toBe(2);
  });
});
