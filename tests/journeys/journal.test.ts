import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { putAccount } from "./harness/channel-lines.ts";
import type { Merchant } from "./harness/merchant.ts";
import { createOperator, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

const method = "wechat_native";
const accountFile = z.looseObject({
  name: z.string(),
  credentials: z.looseObject({ apiv3_key: z.string(), private_key: z.string() }),
});
const listed = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      verdict: z.string(),
      reason: z.string().nullable(),
      body: z.never().optional(),
    }),
  ),
});
const journal = z.looseObject({
  id: z.string(),
  timeline: z.array(
    z.object({ at: z.iso.datetime(), kind: z.string(), subject: z.string(), what: z.string() }),
  ),
});

let stage: Stage;
let operator: Operator;
/** Everything that the command line printed. */
const printed: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  operator = createOperator(stage);
});
afterAll(() => stage.close());

describe("the journal of a payment", () => {
  it("is found by every number that somebody may have, and tells what happened in its order", async () => {
    const { merchant, customer, shop } = stage;
    const made = await merchant.mustCreate({ method });
    await customer.pay("wechat", made.attempt.id);
    await shop.hear(made.id, "payment.succeeded");
    const { attempt } = await untilStatus(merchant, made.id, "succeeded");
    const hasDelivery = async () => (await show(made.id)).timeline.some(({ kind }) => kind === "delivery");
    await waitFor(hasDelivery, { deadlineMs: 10_000, what: "the delivery's log" });

    const whole = await show(made.id);
    for (const number of [made.order_no, attempt.id, attempt.channel_trade_no ?? ""]) {
      expect((await show(number)).id).toBe(made.id);
    }
    const times = whole.timeline.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    const told = whole.timeline.map(({ kind, what }) => `${kind} ${what}`).join("\n");
    expect(told).toMatch(/^state created → submitted \(create\)$/m);
    expect(told).toMatch(/^call create ok \(200\) in \d+ ms$/m);
    expect(told).toMatch(/^notification ntf_\w+ applied$/m);
    expect(told).toMatch(/^state pending → succeeded \(notification\)$/m);
    expect(told).toMatch(/^event payment.succeeded, sequence 1$/m);
    expect(told).toMatch(/^delivery to notify_url, try 1: 204 in \d+ ms \(succeeded\)$/m);

    const { data } = listed.parse(await run("notification", "list", "--payment", made.id));
    expect(data.map(({ verdict }) => verdict)).toEqual(["applied"]);
    const one = await run("notification", "show", data[0]?.id ?? "");
    expect(one).toMatchObject({ attempt_id: attempt.id });
    expect(one["body"]).toContain("TRANSACTION.SUCCESS");
  });
});

describe("the journal of a payment that the channel took another sum for", () => {
  it("names the difference, and that nothing came of it", async () => {
    const { merchant, customer, books } = stage;
    const made = await merchant.mustCreate({ method, amount: 500 });
    await customer.pay("wechat", made.attempt.id, { amount: 499 });
    const isRaised = async () => (await books.discrepanciesOf(made.attempt.id)).length > 0;
    await waitFor(isRaised, { deadlineMs: 20_000, what: "the difference" });
    const told = (await show(made.id)).timeline.map(({ kind, what }) => `${kind} ${what}`);
    expect(told).toContain("discrepancy amount_differs (open)");
    expect(told.filter((line) => line.startsWith("event "))).toEqual([]);
  });
});

describe("a notification that was refused", () => {
  it("for a wrong key is processed again after the key was corrected, verified at the time it came", async () => {
    const { customer, books } = stage;
    const good = accountFile.parse(await customer.openAccount("wechat"));
    const bad = { ...good, credentials: { ...good.credentials, apiv3_key: "a".repeat(32) } };
    const accountId = await putAccount(operator, bad);
    const merchant = await openShop(accountId);
    const made = await merchant.mustCreate({ method });
    await books.change("UPDATE attempts SET due_at = NULL WHERE id = ?", [made.attempt.id]);
    await customer.pay("wechat", made.attempt.id, { notify: "none" });
    await customer.notify("wechat", made.attempt.id);
    const [refused] = listed.parse(
      await run("notification", "list", "--account", accountId, "--verdict", "refused"),
    ).data;
    expect(refused).toMatchObject({ reason: "ciphertext_wrong", attempt_id: null });

    // As it is: it is refused again, and nobody is alarmed.
    await run("notification", "process", refused?.id ?? "");
    expect(await untilProcessed(refused?.id ?? "")).toMatchObject({
      verdict: "refused",
      reason: "ciphertext_wrong",
    });
    expect(
      await books.rows("SELECT id FROM discrepancies WHERE channel_account_id = ?", [accountId]),
    ).toEqual([]);

    await putAccount(operator, good);
    // What was opened with the wrong key is kept for some seconds.
    const settled = await waitFor(
      async () => {
        await run("notification", "process", refused?.id ?? "");
        const after = await untilProcessed(refused?.id ?? "");
        return after["verdict"] === "applied" && after;
      },
      { deadlineMs: 40_000, what: "the corrected key" },
    );
    expect(settled).toMatchObject({ attempt_id: made.attempt.id });
    expect((await merchant.get(made.id)).status).toBe("succeeded");
    expect(await books.eventsOf(made.id)).toEqual(["payment.succeeded"]);
  });
});

describe("an account", () => {
  it("is looked at by its channel's own rules, and what is wrong makes the command fail", async () => {
    const { wechat, alipay } = stage.product.demo.accounts;
    for (const id of [wechat, alipay]) {
      const checked = await run("account", "check", id);
      expect(checked).toMatchObject({ object: "account_check", well: true });
    }
    const file = accountFile.parse(await stage.customer.openAccount("wechat"));
    const away = await putAccount(operator, { ...file, name: "away", base_url: "http://127.0.0.1:9" });
    await expect(run("account", "check", away)).rejects.toThrow("ended with 1");
  });
});

describe("what the command line prints", () => {
  it("holds no secret of an account, and neither do the logs", async () => {
    const response = await fetch(`${stage.product.sandboxUrl}/control/accounts`);
    const files = z.object({ wechat: accountFile }).parse(await response.json());
    const { apiv3_key, private_key } = files.wechat.credentials;
    expect(printed.length).toBeGreaterThan(10);
    for (const secret of [apiv3_key, private_key.split("\n")[3] ?? apiv3_key, stage.masterKey]) {
      expect(printed.filter((text) => text.includes(secret))).toEqual([]);
    }
    expect(await stage.leaks()).toEqual([]);
    const kept = await stage.books.rows("SELECT * FROM channel_calls");
    const posted = await stage.books.rows<{ headers: string; body: Buffer }>(
      "SELECT headers, body FROM channel_notifications",
    );
    const journals = JSON.stringify([
      kept,
      posted.map(({ headers, body }) => `${headers} ${body.toString()}`),
    ]);
    expect(journals).toContain("TRANSACTION.SUCCESS");
    for (const secret of [apiv3_key, private_key.split("\n")[3] ?? apiv3_key, "authorization"]) {
      expect(journals).not.toContain(secret);
    }
  });

  it("holds no payment code that a till has scanned", async () => {
    const code = "134567890123456789";
    const accountId = await putAccount(operator, await stage.customer.openAccount("wechat"));
    const merchant = await openShop(accountId, "wechat_codepay");
    const made = await merchant.mustCreate({ method: "wechat_codepay", payer: { auth_code: code } });
    await untilStatus(merchant, made.id, "succeeded");
    expect((await show(made.id)).timeline.map(({ kind }) => kind)).toContain("call");
    expect(printed.filter((text) => text.includes(code))).toEqual([]);
    expect(stage.logged(new RegExp(code))).toEqual([]);
    for (const table of ["payments", "attempts", "events", "state_changes", "channel_calls", "outbox"]) {
      expect(JSON.stringify(await stage.books.rows(`SELECT * FROM ${table}`)), table).not.toContain(code);
    }
  });
});

async function run(...words: readonly string[]) {
  const document = await operator.run(...words);
  printed.push(JSON.stringify(document));
  return document;
}

async function show(number: string) {
  return journal.parse(await run("payment", "show", number));
}

function untilProcessed(id: string) {
  return waitFor(
    async () => {
      const now = await run("notification", "show", id);
      return now["verdict"] !== "received" && now;
    },
    { deadlineMs: 20_000, everyMs: 200, what: `the end of ${id}` },
  );
}

async function openShop(accountId: string, ofMerchant = method): Promise<Merchant> {
  const { appId, calls } = await operator.openMerchant();
  const ofMethod = ["--app", appId, "--method", ofMerchant];
  await operator.run("contract", "put", ...ofMethod);
  await operator.run("route", "put", ...ofMethod, "--account", accountId, "--priority", "1");
  return calls;
}
