import type { Refund } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOperator } from "./harness/operator.ts";
import { type Refunding, refundingOf } from "./harness/refunding.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilCircuitObeyed } from "./harness/until-circuit-obeyed.ts";

let stage: Stage;
let refunding: Refunding;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
  refunding = refundingOf(stage);
});
afterAll(() => stage.close());

describe("a notification about a refund", () => {
  beforeAll(() => stage.customer.setRefundDelay("wechat", 3_600_000));
  afterAll(() => stage.customer.setRefundDelay("wechat", 500));

  it("of another amount changes nothing and is raised once", async () => {
    const asked = await endedUnheard();
    await stage.customer.notifyRefund("wechat", asked.id, { tamper: "amount", times: 3 });
    await waitFor(async () => (await raisedFor(asked.id)).length > 0, { deadlineMs: 10_000 });
    expect(await raisedFor(asked.id)).toEqual(["amount_differs"]);
    expect((await refunding.get(asked.id)).status).toBe("processing");
    expect(await stage.books.eventsOf(asked.payment_id)).toEqual(["payment.succeeded"]);
    // The channel's own word by a query still counts.
    expect((await refunding.get(asked.id, "?sync=true")).status).toBe("succeeded");
  });

  it.each(["signature", "account", "timestamp", "ciphertext", "signtest"] as const)(
    "that is spoilt in its %s is refused and changes nothing",
    async (tamper) => {
      const asked = await endedUnheard();
      const before = await refusedNotifications();
      await stage.customer.notifyRefund("wechat", asked.id, { tamper });
      const isRefused = async () => (await refusedNotifications()) > before;
      await waitFor(isRefused, { deadlineMs: 10_000, what: "the refused notification" });
      expect(await refusedNotifications()).toBe(before + 1);
      expect((await refunding.get(asked.id)).status).toBe("processing");
      expect(await stage.books.eventsOf(asked.payment_id)).toEqual(["payment.succeeded"]);
    },
  );

  it("of a refund that is not ours is raised", async () => {
    const asked = await underWay();
    await stage.books.change("UPDATE refunds SET id = 'rfd_lost', due_at = '2099-01-01' WHERE id = ?", [
      asked.id,
    ]);
    await stage.customer.endRefund("wechat", asked.id, "success");
    await waitFor(async () => (await raisedFor(asked.id)).length > 0, { deadlineMs: 10_000 });
    expect(await raisedFor(asked.id)).toEqual(["missing_here"]);
    const found = "UPDATE refunds SET id = ?, due_at = UTC_TIMESTAMP(3) WHERE id = 'rfd_lost'";
    await stage.books.change(found, [asked.id]);
    await refunding.until(asked.id, "succeeded", 45_000);
  });

  it("is applied once, however often it comes", async () => {
    const asked = await underWay();
    await stage.customer.endRefund("wechat", asked.id, "success");
    await refunding.until(asked.id, "succeeded");
    await stage.customer.notifyRefund("wechat", asked.id, { times: 5 });
    expect(await stage.books.eventsOf(asked.payment_id)).toEqual(["payment.succeeded", "refund.succeeded"]);
    expect(await raisedFor(asked.id)).toEqual([]);
  });
});

describe("a refund", () => {
  it("waits while its account's circuit is open, and makes no dead letter", async () => {
    const operator = createOperator(stage);
    const account = stage.product.demo.accounts.wechat;
    const say = (verb: string) =>
      operator.run("breaker", verb, "--account", account, "--class", "refund", "--reason", "journey");
    const { id, attempt } = await refunding.paid("wechat_native", { amount: 300 });
    await say("open");
    await untilCircuitObeyed(stage, { accountId: account, operationClass: "refund", mode: "open" });
    const held = await refunding.mustRefund({ payment_id: id, amount: 1 }, { prefer: "wait=1" });
    expect((await refunding.get(held.id)).status).toBe("processing");
    expect(await callsOf(held.id)).toBe(0);
    const [row] = await stage.books.rows("SELECT state, due_at FROM refunds WHERE id = ?", [held.id]);
    expect(row?.["state"]).toBe("created");
    expect(row?.["due_at"]).not.toBeNull();
    await say("auto");
    await refunding.until(held.id, "succeeded", 30_000);
    const truth = await stage.customer.truth("wechat", attempt.id);
    expect(truth?.refunds.filter(({ out_refund_no: no }) => no === held.id)).toHaveLength(1);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });

  it("is made although every queue is lost with its message", async () => {
    const { id, attempt } = await refunding.paid("alipay_qr", { amount: 300 });
    const { process } = stage.product.process("channel-worker");
    process.kill();
    await process.exited;
    const asked = await refunding.mustRefund({ payment_id: id }, { prefer: "wait=0" });
    const isQueued = async () => ((await stage.broker.depths()).get("channel.alipay.background") ?? 0) > 0;
    await waitFor(isQueued, { deadlineMs: 10_000 });
    await stage.broker.purgeQueues();
    await stage.product.restart("channel-worker");
    await refunding.until(asked.id, "succeeded", 60_000);
    const truth = await stage.customer.truth("alipay", attempt.id);
    expect(truth?.refunds).toMatchObject([{ out_refund_no: asked.id, amount: 300 }]);
  });
});

async function underWay(): Promise<Refund> {
  const { id } = await refunding.paid("wechat_native", { amount: 300 });
  return refunding.underWay(id, 100);
}

/** A refund that has ended at its channel, of which nothing was heard here, and nobody asks for long. */
async function endedUnheard(): Promise<Refund> {
  const asked = await underWay();
  const { books, customer } = stage;
  await books.change("UPDATE refunds SET id = 'rfd_hidden', due_at = '2099-01-01' WHERE id = ?", [asked.id]);
  await customer.endRefund("wechat", asked.id, "success");
  await waitFor(async () => (await raisedFor(asked.id)).length > 0, { deadlineMs: 10_000 });
  await books.change("DELETE FROM discrepancies WHERE refund_id = ?", [asked.id]);
  await books.change("DELETE FROM channel_notifications WHERE refund_id = ?", [asked.id]);
  await books.change("UPDATE refunds SET id = ? WHERE id = 'rfd_hidden'", [asked.id]);
  return asked;
}

async function refusedNotifications(): Promise<number> {
  return (await stage.books.rows("SELECT id FROM channel_notifications WHERE verdict = 'refused'")).length;
}

async function raisedFor(refundId: string): Promise<readonly string[]> {
  const rows = await stage.books.rows("SELECT type FROM discrepancies WHERE refund_id = ?", [refundId]);
  return rows.map((row) => String(row["type"]));
}

async function callsOf(refundId: string): Promise<number> {
  return (await stage.books.rows("SELECT id FROM channel_calls WHERE refund_id = ?", [refundId])).length;
}
