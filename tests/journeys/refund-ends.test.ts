import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOperator } from "./harness/operator.ts";
import { type Refunding, refundingOf, refundOf } from "./harness/refunding.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let refunding: Refunding;
let folder: string;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
  refunding = refundingOf(stage);
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-refunds-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage.close();
});

describe("a refund that takes time at its channel", () => {
  beforeAll(() => stage.customer.setRefundDelay("wechat", 3_600_000));
  afterAll(() => stage.customer.setRefundDelay("wechat", 500));

  it("is told by the channel's notification", async () => {
    const { asked } = await underWay();
    await stage.customer.endRefund("wechat", asked.id, "success");
    await stage.shop.hearRefund(asked, "refund.succeeded");
    const [told] = await stage.books.rows("SELECT verdict FROM channel_notifications WHERE refund_id = ?", [
      asked.id,
    ]);
    expect(told).toEqual({ verdict: "applied" });
  });

  it("fails when the channel closes it, and its money can be refunded again under another number", async () => {
    const { payment, asked } = await underWay();
    await stage.customer.endRefund("wechat", asked.id, "closed");
    const failed = await refunding.until(asked.id, "failed");
    expect(failed.failure).not.toBeNull();
    expect((await stage.shop.hearRefund(asked, "refund.failed")).event.data).toEqual(failed);
    expect((await stage.merchant.get(payment.id)).amount_refunded).toBe(0);
    const again = await refunding.mustRefund({ payment_id: payment.id });
    expect(again.amount).toBe(300);
    await stage.customer.endRefund("wechat", again.id, "success");
    await refunding.until(again.id, "succeeded");
  });

  it("is abnormal when the money cannot arrive, and succeeds once somebody has settled it there", async () => {
    const { payment, asked } = await underWay();
    await stage.customer.endRefund("wechat", asked.id, "abnormal");
    const held = await refunding.until(asked.id, "abnormal");
    expect(held.failure).not.toBeNull();
    expect((await stage.merchant.get(payment.id)).amount_refunded).toBe(100);
    await stage.customer.endRefund("wechat", asked.id, "success");
    await refunding.until(asked.id, "succeeded");
    expect(await stage.books.eventsOf(payment.id)).toEqual(["payment.succeeded", "refund.succeeded"]);
  });

  it("is found by a query when its notification is lost", async () => {
    const { asked } = await underWay();
    const { process } = stage.product.process("ingress");
    process.kill();
    await process.exited;
    await stage.customer.endRefund("wechat", asked.id, "success");
    const state = async () => {
      const [row] = await stage.books.rows("SELECT state FROM refunds WHERE id = ?", [asked.id]);
      return String(row?.["state"]);
    };
    await waitFor(async () => (await state()) === "succeeded", { deadlineMs: 45_000, everyMs: 200 });
    const causes = await stage.books.rows(
      "SELECT cause FROM state_changes WHERE subject_id = ? AND to_state = 'succeeded'",
      [asked.id],
    );
    expect(causes).toEqual([{ cause: "refund_query" }]);
    await stage.product.restart("ingress");
    await stage.shop.hearRefund(asked, "refund.succeeded");
  });
});

describe("an operator", () => {
  beforeAll(() => stage.customer.setRefundDelay("wechat", 3_600_000));
  afterAll(() => stage.customer.setRefundDelay("wechat", 500));

  const bankAccount = "6222021234567890123";
  const realName = "张三丰";

  it.each(["merchant", "customer-card"] as const)("sends an abnormal refund to the %s", async (to) => {
    const operator = createOperator(stage);
    const { payment, asked } = await underWay();
    await stage.customer.endRefund("wechat", asked.id, "abnormal");
    await refunding.until(asked.id, "abnormal");
    const listed = await operator.run("refund", "list", "--state", "abnormal");
    expect(listed["data"]).toEqual([
      expect.objectContaining({ id: asked.id, state: "abnormal", amount: 100 }),
    ]);

    const file = path.join(folder, "card.json");
    writeFileSync(file, JSON.stringify({ bank_account: bankAccount, real_name: realName }));
    const card = to === "merchant" ? [] : ["--bank-type", "ICBC_DEBIT", "--card-file", file];
    await stage.customer.setFaults([
      { channel: "wechat", operation: "refund", fault: "rate_limited", times: 1 },
    ]);
    await expect(operator.run("refund", "settle", asked.id, "--to", to, ...card)).rejects.toThrow(
      "refund_not_taken",
    );
    const settled = await operator.run("refund", "settle", asked.id, "--to", to, ...card);
    expect(settled).toMatchObject({ id: asked.id, state: "processing" });
    await expect(operator.run("refund", "settle", asked.id, "--to", to, ...card)).rejects.toThrow(
      "refund_not_abnormal",
    );

    await stage.customer.endRefund("wechat", asked.id, "success");
    await stage.shop.hearRefund(asked, "refund.succeeded");
    const shown = await operator.run("refund", "show", asked.id);
    const told = (shown["timeline"] as readonly { readonly what: string }[]).map(({ what }) => what);
    expect(told).toEqual(
      expect.arrayContaining([
        "created → submitted (refund)",
        "submitted → processing (refund)",
        "processing → abnormal (notification)",
        "abnormal → processing (operator)",
        "processing → succeeded (notification)",
      ]),
    );
    await expect(operator.run("refund", "retry", asked.id)).rejects.toThrow("refund_ended");
    expect(await stage.books.eventsOf(payment.id)).toEqual(["payment.succeeded", "refund.succeeded"]);
    for (const table of ["refunds", "channel_calls", "state_changes", "events", "outbox"]) {
      const written = JSON.stringify(await stage.books.rows(`SELECT * FROM ${table}`));
      for (const secret of [bankAccount, realName]) expect(written).not.toContain(secret);
    }
    expect(stage.logged(new RegExp(`${bankAccount}|${realName}`))).toEqual([]);
  });

  it("has the channel asked at once about a refund that is not due for long", async () => {
    const { asked } = await underWay();
    await stage.books.change("UPDATE refunds SET due_at = '2099-01-01' WHERE id = ?", [asked.id]);
    await createOperator(stage).run("refund", "retry", asked.id);
    await waitFor(async () => (await callsOf(asked.id)).includes("refund_query ok"), { deadlineMs: 10_000 });
    await stage.customer.endRefund("wechat", asked.id, "success");
    await refunding.until(asked.id, "succeeded");
  });
});

describe("a test key's refund of the method mock", () => {
  it("ends as metadata.mock_refund of its payment says", async () => {
    const operator = createOperator(stage);
    const { appId, calls: merchant } = await operator.openMerchant();
    await operator.openMock(appId);
    const mocked = refundingOf({ ...stage, merchant });
    const refundBy = async (story: string) => {
      const payment = await merchant.mustCreate({ method: "mock", metadata: { mock_refund: story } });
      expect(payment.status).toBe("succeeded");
      const answer = await mocked.refund({ payment_id: payment.id, amount: 40 }, { prefer: "wait=2" });
      return { payment, first: answer.status, asked: refundOf(answer, [201, 202]) };
    };
    const ends = {
      succeed: [201, "succeeded", "succeeded", 40],
      pend: [201, "processing", "succeeded", 40],
      unknown: [202, "processing", "succeeded", 40],
      abnormal: [201, "abnormal", "abnormal", 40],
      fail: [201, "failed", "failed", 0],
    } as const;
    for (const [story, [status, atOnce, end, refunded]] of Object.entries(ends)) {
      const { payment, first, asked } = await refundBy(story);
      expect([story, first, asked.status]).toEqual([story, status, atOnce]);
      await mocked.until(asked.id, end, 30_000);
      expect((await merchant.get(payment.id)).amount_refunded).toBe(refunded);
      if (story !== "abnormal") continue;
      const settled = await operator.run("refund", "settle", asked.id, "--to", "merchant");
      expect(settled).toMatchObject({ state: "succeeded" });
    }
  });
});

async function underWay() {
  const payment = await refunding.paid("wechat_native", { amount: 300 });
  return { payment, asked: await refunding.underWay(payment.id, 100) };
}

function callsOf(refundId: string): Promise<readonly string[]> {
  return stage.books
    .rows(
      "SELECT CONCAT(operation, ' ', outcome) AS one FROM channel_calls WHERE refund_id = ? ORDER BY id",
      [refundId],
    )
    .then((rows) => rows.map((row) => String(row["one"])));
}
