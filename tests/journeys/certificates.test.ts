import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { putAccount } from "./harness/channel-lines.ts";
import type { Merchant } from "./harness/merchant.ts";
import { createOperator, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

const accountFile = z.looseObject({ name: z.string() });
const certificates = z.object({
  due_at: z.string().nullable(),
  data: z.array(z.looseObject({ serial: z.string() })),
});

let stage: Stage;
let operator: Operator;
let accountId: string;
let merchant: Merchant;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
  operator = createOperator(stage);
  const opened = await control("/accounts", { channel: "wechat", mode: "certificate" });
  accountId = await putAccount(operator, accountFile.parse(opened));
  merchant = await openShop("wechat_native", accountId);
});
afterAll(() => stage.close());

describe("the certificates of a channel", () => {
  it("are fetched for a new account without being asked for, and never for one that has none", async () => {
    const first = await untilFetched(1);
    expect(Date.parse(first.due_at ?? "")).toBeGreaterThan(Date.now() + 9 * 3_600_000);
    const { mock } = stage.product.demo.accounts;
    await waitFor(async () => (await certificatesOf(mock)).due_at === null, {
      deadlineMs: 10_000,
      what: "an account without certificates",
    });
  });

  it("that are replaced without a word are fetched by the first answer, and the order is made all the same", async () => {
    const before = (await untilFetched(1)).data.length;
    await control("/wechat/certificates/rotate", {});
    const made = await merchant.mustCreate({ method: "wechat_native" }, { prefer: "wait=0" });
    expect((await untilStatus(merchant, made.id, "requires_action", 30_000)).next_action?.type).toBe(
      "qr_code",
    );
    expect((await stage.books.callsOf(made.attempt.id))[0]).toBe("create unknown");
    expect((await untilFetched(before + 1)).data).toHaveLength(before + 1);
    await stage.customer.pay("wechat", made.attempt.id);
    await untilStatus(merchant, made.id, "succeeded");
    expect(await stage.books.notificationsOf(made.attempt.id)).toMatchObject([{ verdict: "applied" }]);
  });

  it("that are replaced before a notification are fetched by it, and it is sent again and true then", async () => {
    // Once a minute is asked, and the test before has asked.
    await stage.books.change("UPDATE channel_accounts SET certificates_asked_at = NULL WHERE id = ?", [
      accountId,
    ]);
    const made = await merchant.mustCreate({ method: "wechat_native" });
    await stage.books.change("UPDATE attempts SET due_at = NULL WHERE id = ?", [made.attempt.id]);
    const before = (await certificatesOf(accountId)).data.length;
    await control("/wechat/certificates/rotate", {});
    await stage.customer.pay("wechat", made.attempt.id, { notify: "none" });
    const { notifications } = await stage.customer.notify("wechat", made.attempt.id);
    expect(notifications.at(-1)?.attempts.at(-1)?.status).toBe(500);
    await untilFetched(before + 1);
    await waitFor(
      async () => {
        await stage.customer.notify("wechat", made.attempt.id);
        return (await merchant.get(made.id)).status === "succeeded";
      },
      { deadlineMs: 20_000, everyMs: 500, what: "the notification that is true" },
    );
    expect(await stage.broker.deadLetters()).toEqual([]);
  });
});

describe("certificates that cannot be fetched", () => {
  it("are tried again after minutes and not after hours, and those there are stay", async () => {
    const before = await untilFetched(1);
    await control("/faults", [{ channel: "wechat", operation: "certificates", fault: "error_500" }], "PUT");
    const { books } = stage;
    await books.change("UPDATE channel_accounts SET certificates_due_at = created_at WHERE id = ?", [
      accountId,
    ]);
    const failed =
      "SELECT id FROM channel_calls WHERE channel_account_id = ? AND operation = 'certificates' AND outcome = 'unknown'";
    await waitFor(async () => (await books.rows(failed, [accountId])).length > 0, {
      deadlineMs: 20_000,
      what: "the call that failed",
    });
    await control("/faults", [], "PUT");
    const after = await certificatesOf(accountId);
    expect(after.data).toEqual(before.data);
    const waitMs = Date.parse(after.due_at ?? "") - Date.now();
    expect(waitMs).toBeGreaterThan(60_000);
    expect(waitMs).toBeLessThan(10 * 60_000);
  });
});

describe("Alipay's certificate", () => {
  it("that is replaced without a word is fetched by its number, and the order is made all the same", async () => {
    const opened = accountFile.parse(await control("/accounts", { channel: "alipay", mode: "certificate" }));
    const account = await putAccount(operator, opened);
    const shop = await openShop("alipay_qr", account);
    await shop.mustCreate({ method: "alipay_qr" });
    const rotated = z.object({ alipay_cert_sn: z.string() });
    const { alipay_cert_sn: serial } = rotated.parse(await control("/alipay/certificates/rotate", {}));
    const made = await shop.mustCreate({ method: "alipay_qr" }, { prefer: "wait=0" });
    expect((await untilStatus(shop, made.id, "requires_action", 30_000)).next_action?.type).toBe("qr_code");
    expect((await stage.books.callsOf(made.attempt.id))[0]).toBe("create unknown");
    expect((await certificatesOf(account)).data.map((one) => one.serial)).toContain(serial);
    await stage.customer.pay("alipay", made.attempt.id);
    await untilStatus(shop, made.id, "succeeded");
  });

  it("is fetched by its number although a stranger has just named another", async () => {
    const opened = accountFile.parse(await control("/accounts", { channel: "alipay", mode: "certificate" }));
    const account = await putAccount(operator, opened);
    const shop = await openShop("alipay_qr", account);
    await control("/alipay/certificates/rotate", {});
    const posted = await fetch(`${stage.product.apiUrl}/channels/alipay/${account}/notify`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ sign: "AAAA", sign_type: "RSA2", alipay_cert_sn: "f".repeat(32) }),
    });
    expect(posted.status).toBe(400);
    const asked = "SELECT id FROM channel_accounts WHERE id = ? AND certificates_asked_at IS NOT NULL";
    expect(await stage.books.rows(asked, [account])).toHaveLength(1);
    const made = await shop.mustCreate({ method: "alipay_qr" }, { prefer: "wait=0" });
    await untilStatus(shop, made.id, "requires_action", 30_000);
  });
});

async function openShop(method: string, account: string): Promise<Merchant> {
  const { appId, calls } = await operator.openMerchant();
  const ofMethod = ["--app", appId, "--method", method];
  await operator.run("contract", "put", ...ofMethod);
  await operator.run("route", "put", ...ofMethod, "--account", account, "--priority", "1");
  return calls;
}

async function certificatesOf(id: string) {
  return certificates.parse(await operator.run("account", "certificates", id));
}

function untilFetched(least: number) {
  return waitFor(
    async () => {
      const now = await certificatesOf(accountId);
      return now.data.length >= least && now;
    },
    { deadlineMs: 20_000, everyMs: 200, what: `${least} certificates` },
  );
}

async function control(path: string, body: unknown, verb: "POST" | "PUT" = "POST"): Promise<unknown> {
  const response = await fetch(`${stage.product.sandboxUrl}/control${path}`, {
    method: verb,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} ${await response.text()}`);
  return response.json();
}
