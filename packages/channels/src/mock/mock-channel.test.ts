import { describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, testNow } from "../../testing/orders.ts";
import { billToTake } from "../../testing/take-bill.ts";
import { isChannelFault } from "../channel-fault.ts";

const file = { channel: "mock", name: "mock", live: false };
const first = openChannel(file);
/** Another process. */
const second = openChannel(file);
const closedAt = new Date(testNow.getTime() + 60_000);

describe("the mock channel", () => {
  it.each([{}, { mock: "succeed" }, { mock: "no such word" }])(
    "takes the money at once with %j",
    async (metadata) => {
      const order = orderOf({ method: "mock", metadata });
      const paid = {
        state: "paid",
        money: order.money,
        channelTradeNo: `mock_${order.outTradeNo}`,
        paidAt: testNow,
      };
      expect(await first.create(order)).toMatchObject({ kind: "ok", value: paid });
      expect(await second.query(order)).toMatchObject({ kind: "ok", value: paid });
      expect(await second.close(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    },
  );

  it("has no bills: every day is empty, and there is nothing to read", async () => {
    expect(first.billTypes).toEqual([]);
    for (const type of ["trade", "fund_flow"] as const) {
      const order = billToTake({ type, date: "2026-11-21" });
      expect(await first.fetchBill(order)).toMatchObject({ kind: "ok", value: { state: "empty" } });
      expect(order.taken()).toHaveLength(0);
    }
    expect(() => first.readTradeBill("/nowhere")).toThrow("mock has no bills");
  });

  it("waits with pend until the order is closed", async () => {
    const order = orderOf({ method: "mock", metadata: { mock: "pend" } });
    expect(await first.create(order)).toMatchObject({ value: { state: "waiting" } });
    expect(await second.query(order)).toMatchObject({ value: { state: "waiting" } });
    expect(await first.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: false } });
    expect(await second.query({ ...order, closedAt })).toMatchObject({ value: { state: "closed" } });
  });

  it("refuses with fail", async () => {
    const order = orderOf({ method: "mock", metadata: { mock: "fail" } });
    expect(await first.create(order)).toMatchObject({
      kind: "declined",
      failure: { code: "channel_refused" },
    });
    expect(await second.query(order)).toMatchObject({ value: { state: "failed" } });
  });

  it("loses the answer with unknown, trips no breaker, and has the money when it is asked", async () => {
    const order = orderOf({ method: "mock", metadata: { mock: "unknown" } });
    const answer = await first.create(order);
    expect(answer.kind).toBe("unknown");
    expect(isChannelFault(answer)).toBe(false);
    expect(await second.query(order)).toMatchObject({ value: { state: "paid", paidAt: testNow } });
  });

  it("is paid with late after the close, in whatever process asks", async () => {
    const order = orderOf({ method: "mock", metadata: { mock: "late" } });
    expect(await first.create(order)).toMatchObject({ value: { state: "waiting" } });
    expect(await second.close(order)).toMatchObject({ value: { state: "closed" } });
    const closed = { ...order, closedAt };
    for (const channel of [first, second]) {
      expect(await channel.query(closed)).toMatchObject({ value: { state: "paid", paidAt: closedAt } });
    }
  });

  it("takes no notification from anybody", () => {
    const reading = first.readNotification({ headers: {}, body: Buffer.alloc(0) }, testNow);
    expect(reading).toMatchObject({ kind: "refused", reply: { status: 404 } });
  });
});
