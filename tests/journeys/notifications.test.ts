import { waitFor } from "@compose-pay/test-support";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tamper } from "./harness/customer.ts";
import { paymentOf } from "./harness/merchant.ts";
import { createOperator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { ingress: { REFUSED_NOTIFICATIONS_PER_MINUTE: "1000" } } });
});
afterAll(() => stage.close());

const realMethods = [
  ["wechat_native", "wechat"],
  ["alipay_qr", "alipay"],
] as const;
type RealMethod = (typeof realMethods)[number][0];

describe.concurrent("a spoilt notification", () => {
  const spoilt: readonly (readonly [RealMethod, Tamper, string])[] = [
    ["wechat_native", "signature", "signature_wrong"],
    ["wechat_native", "account", "account_differs"],
    ["wechat_native", "timestamp", "timestamp_skewed"],
    ["wechat_native", "ciphertext", "ciphertext_wrong"],
    ["wechat_native", "signtest", "signature_probe"],
    ["alipay_qr", "signature", "signature_wrong"],
    ["alipay_qr", "account", "account_differs"],
    ["alipay_qr", "ciphertext", "signature_wrong"],
    ["alipay_qr", "signtest", "signature_wrong"],
  ];

  it.each(spoilt)(
    "of %s, %s, is journalled and changes nothing, and the true one counts after it",
    async (method, tamper, reason) => {
      const { merchant, customer, shop, books } = stage;
      const { channel, made, attemptId } = await paidInSilence(method);
      const before = await refusedAs(reason, { channel, attemptId });
      const { notifications } = await customer.notify(channel, attemptId, { tamper });
      expect(notifications[0]?.attempts.every(({ status }) => status !== null && status >= 400)).toBe(true);
      expect(await refusedAs(reason, { channel, attemptId })).toBe(before + 1);
      expect(await merchant.get(made.id)).toEqual(made);
      expect(await books.discrepanciesOf(attemptId)).toEqual([]);

      await customer.notify(channel, attemptId);
      await shop.hear(made.id, "payment.succeeded");
      expect(await books.notificationsOf(attemptId)).toMatchObject([
        { verdict: "applied", timesReceived: 1 },
      ]);
      expect(await books.eventsOf(made.id)).toEqual(["payment.succeeded"]);
    },
  );

  it("of alipay_qr that is ten minutes old is a true one that was slow", async () => {
    const { channel, made, attemptId } = await paidInSilence("alipay_qr");
    await stage.customer.notify(channel, attemptId, { tamper: "timestamp" });
    await stage.shop.hear(made.id, "payment.succeeded");
  });

  it.each(realMethods)(
    "of %s with another amount is refused and raised, and a query finds the truth",
    async (method) => {
      const { merchant, customer, books } = stage;
      const { channel, made, attemptId } = await paidInSilence(method);
      await customer.notify(channel, attemptId, { tamper: "amount" });
      await processed(attemptId);
      expect(await books.notificationsOf(attemptId)).toMatchObject([
        { verdict: "refused", reason: "amount_differs" },
      ]);
      expect(await books.discrepanciesOf(attemptId)).toEqual(["amount_differs"]);
      expect(await merchant.get(made.id)).toEqual(made);
      expect(await merchant.get(made.id, "?sync=true")).toMatchObject({ status: "succeeded" });
      expect(await books.eventsOf(made.id)).toEqual(["payment.succeeded"]);
    },
  );
});

describe.concurrent("a true notification", () => {
  it.each(realMethods)(
    "of %s by which the channel took another sum is no success",
    async (method, channel) => {
      const { merchant, customer, books } = stage;
      const made = await merchant.mustCreate({ method, amount: 500 });
      await customer.pay(channel, made.attempt.id, { amount: 499 });
      await processed(made.attempt.id);
      expect((await merchant.get(made.id, "?sync=true")).status).toBe("requires_action");
      expect(await books.discrepanciesOf(made.attempt.id)).toEqual(["amount_differs"]);
      expect(await books.eventsOf(made.id)).toEqual([]);
    },
  );

  it.each(realMethods)(
    "of %s that comes 30 times at once is one transition and one event",
    async (method) => {
      const { customer, shop, books } = stage;
      const { channel, made, attemptId } = await paidInSilence(method);
      const { notifications } = await customer.notify(channel, attemptId, { times: 30 });
      expect(notifications[0]?.attempts.map(({ status }) => status)).toEqual(Array(30).fill(200));
      await shop.hear(made.id, "payment.succeeded");
      expect(await books.notificationsOf(attemptId)).toMatchObject([
        { verdict: "applied", timesReceived: 30 },
      ]);
      const successes = (await books.changesOf(made.id)).filter(({ to }) => to === "succeeded");
      expect(successes).toHaveLength(2);
      expect(await books.eventsOf(made.id)).toEqual(["payment.succeeded"]);
      expect(shop.eventsOf(made.id)).toHaveLength(1);
    },
  );

  it.each(realMethods)("of %s about an order that is not in the books is kept and raised", async (method) => {
    const { customer, books } = stage;
    const { channel, attemptId } = await paidInSilence(method);
    await books.change("DELETE FROM attempts WHERE id = ?", [attemptId]);
    await customer.notify(channel, attemptId);
    await processed(attemptId);
    expect(await books.notificationsOf(attemptId)).toMatchObject([
      { verdict: "refused", reason: "missing_here" },
    ]);
    expect(await books.discrepanciesOf(attemptId)).toEqual(["missing_here"]);
  });

  it.each(realMethods)(
    "of %s that is posted to another account's address is refused there",
    async (method) => {
      const { customer, merchant, shop, books, product } = stage;
      const { channel, made, attemptId } = await paidInSilence(method);
      await customer.notify(channel, attemptId);
      await shop.hear(made.id, "payment.succeeded");
      const [row] = await books.rows<{ headers: string; body: Buffer }>(
        "SELECT headers, body FROM channel_notifications WHERE attempt_id = ?",
        [attemptId],
      );
      if (row === undefined) throw new Error("the notification was not journalled");
      const other = await openAnotherAccount(channel);
      const answer = await merchant.call({
        method: "POST",
        path: `/channels/${channel}/${other}/notify`,
        headers: JSON.parse(row.headers) as Record<string, string>,
        body: row.body,
      });
      expect(answer.status).toBe(400);
      const sql = "SELECT verdict FROM channel_notifications WHERE channel_account_id = ?";
      expect(await books.rows(sql, [other])).toMatchObject([{ verdict: "refused" }]);
      expect(other).not.toBe(product.demo.accounts[channel]);
      expect(shop.eventsOf(made.id)).toHaveLength(1);
    },
  );
});

describe("a notification that is faster than the answer to the create", () => {
  it.each(realMethods)(
    "of %s makes the success, and the lost answer changes nothing",
    async (method, channel) => {
      const { merchant, customer, shop, books } = stage;
      await customer.setFaults([{ channel, operation: "create", fault: "reset_after", times: 1 }]);
      const made = paymentOf(await merchant.create({ method }, { prefer: "wait=0" }), [202]);
      await waitFor(() => customer.pay(channel, made.attempt.id), {
        deadlineMs: 10_000,
        what: "the order there",
      });
      await shop.hear(made.id, "payment.succeeded");
      const [, ...steps] = (await books.changesOf(made.id)).map(({ from, to }) => `${from} ${to}`);
      expect(steps).toEqual(["submitted succeeded", "processing succeeded"]);
    },
  );

  it.each(realMethods)("of %s is absorbed in whatever order both are stored", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    await customer.setAutopay(channel, 1, 0);
    const made = await Promise.all(
      Array.from({ length: 20 }, async () => paymentOf(await merchant.create({ method }), [201, 202])),
    );
    await customer.setAutopay(channel, 0, 0);
    for (const { id } of made) {
      await shop.hear(id, "payment.succeeded");
      expect(await books.eventsOf(id)).toEqual(["payment.succeeded"]);
      await untilStatus(merchant, id, "succeeded");
    }
  });
});

describe("the logs", () => {
  it("hold no secret", async () => {
    expect(await stage.leaks()).toEqual([]);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });
});

/** A payment that is paid there without a word, and that no query will be made for by itself. */
async function paidInSilence(method: RealMethod) {
  const { merchant, customer, books } = stage;
  const channel = method === "wechat_native" ? "wechat" : "alipay";
  const made = await merchant.mustCreate({ method });
  const attemptId = made.attempt.id;
  const nextYear = new Date(Date.now() + 365 * 86_400_000);
  expect(await books.change("UPDATE attempts SET due_at = ? WHERE id = ?", [nextYear, attemptId])).toBe(1);
  await customer.pay(channel, attemptId, { notify: "none" });
  return { channel, made, attemptId } as const;
}

/** WeChat's messages show no number, but no two stories of WeChat end with the same reason. */
async function refusedAs(
  reason: string,
  { channel, attemptId }: { readonly channel: string; readonly attemptId: string },
): Promise<number> {
  const sql = `SELECT COUNT(*) AS count FROM channel_notifications
    WHERE verdict = 'refused' AND reason = ? AND channel = ? AND (channel = 'wechat' OR LOCATE(?, body) > 0)`;
  const [row] = await stage.books.rows(sql, [reason, channel, attemptId]);
  return Number(row?.["count"]);
}

function processed(attemptId: string): Promise<boolean> {
  const probe = async () => {
    const rows = await stage.books.notificationsOf(attemptId);
    return rows.length > 0 && rows.every(({ verdict }) => verdict !== "received");
  };
  return waitFor(probe, { deadlineMs: 15_000, what: "the end of the notification" });
}

/** @returns the id of a second account at the channel, put by the command line */
async function openAnotherAccount(channel: "wechat" | "alipay"): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-account-"));
  try {
    const file = path.join(folder, "account.json");
    writeFileSync(file, JSON.stringify(await stage.customer.openAccount(channel)));
    const put = await createOperator(stage).run("account", "put", file);
    return String(put["id"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
