import { fanOutEvents } from "@compose-pay/contracts";
import { startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingsAtBothWidths } from "./harness/axe-findings.ts";
import { type ConsoleBrowser, type ConsolePage, openConsoleBrowser } from "./harness/console-browser.ts";
import {
  type ConsolePerson,
  question,
  signInAgain,
  signInFirst,
  signInHere,
} from "./harness/console-people.ts";
import { createOperator, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

/** What somebody else could write to be run in the operators' page. */
const hostile = `"><img src=x onerror="window.wasRun=1"><script>window.wasRun=1</script>`;

let stage: Stage;
let browser: ConsoleBrowser;
let boss: ConsolePage;
let bossPerson: ConsolePerson;
let operator: Operator;
let sink: WebhookSink;

beforeAll(async () => {
  stage = await openStage({ withConsole: true });
  const { console: started } = stage.product;
  if (started === null || started.password === null)
    throw new Error("the console was started with an operator");
  operator = createOperator(stage);
  sink = await startWebhookSink({ answer: () => ({ kind: "status", status: 500, body: hostile }) });
  browser = await openConsoleBrowser(started.url);
  boss = await browser.open();
  bossPerson = await signInFirst(boss, { email: started.email, password: started.password });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await sink.close();
  await stage.close();
});

async function attemptOf(paymentId: string): Promise<string> {
  const [row] = await stage.books.rows<{ id: string }>("SELECT id FROM attempts WHERE payment_id = ?", [
    paymentId,
  ]);
  return row?.id ?? "";
}

async function paidPayment(fields: Readonly<Record<string, unknown>>): Promise<string> {
  const { id } = await stage.merchant.mustCreate(fields);
  await stage.customer.pay("wechat", await attemptOf(id));
  await waitFor(async () => (await stage.merchant.get(id)).status === "succeeded", { deadlineMs: 20_000 });
  return id;
}

/** A payment whose every word is hostile, whose merchant answers its webhooks so, and a refund of it. */
async function hostilePayment(): Promise<string> {
  const id = await paidPayment({
    subject: hostile,
    description: hostile,
    metadata: { note: hostile },
    notify_url: `${sink.url}/own`,
    amount: 9_900,
  });
  const refund = { payment_id: id, refund_no: "hostile-1", amount: 100, reason: hostile.slice(0, 80) };
  const made = await stage.merchant.call({ method: "POST", path: "/v1/refunds", body: refund });
  expect([201, 202]).toContain(made.status);
  await waitFor(async () => (await answersOf(id)).includes(hostile), { deadlineMs: 30_000 });
  return id;
}

async function answersOf(paymentId: string): Promise<readonly (string | null)[]> {
  const rows = await stage.books.rows<{ answer: string | null }>(
    `SELECT a.response_start AS answer FROM delivery_attempts a
      JOIN deliveries d ON d.id = a.delivery_id JOIN events e ON e.id = d.event_id WHERE e.payment_id = ?`,
    [paymentId],
  );
  return rows.map(({ answer }) => answer);
}

async function firstId(table: string, condition: string): Promise<string> {
  const [row] = await stage.books.rows<{ id: string }>(`SELECT id FROM ${table} WHERE ${condition} LIMIT 1`);
  return row?.id ?? "";
}

/** Every element that the hostile text would have made, and whether any of it ran. */
const wasHarmed = `[
  document.querySelectorAll('img[src="x"]').length,
  document.querySelectorAll("script:not([src])").length,
  window.wasRun ?? 0,
]`;

async function showsHarmless(place: string, texts: readonly string[] = [hostile]): Promise<void> {
  await boss.goTo(place);
  for (const text of texts) await boss.page.getByText(text).first().waitFor({ state: "attached" });
  expect(await boss.page.evaluate(wasHarmed), place).toEqual([0, 0, 0]);
}

describe("what others have written", () => {
  it("stays text, wherever it is shown, and the browser is asked for nothing by it", async () => {
    const { appId } = stage.product.demo;
    const paymentId = await hostilePayment();
    const made = await operator.run(
      "endpoint",
      "create",
      "--app",
      appId,
      "--url",
      `${sink.url}/hooks?${encodeURIComponent(hostile)}`,
      "--description",
      hostile,
    );
    const endpointId = String(made["id"]);
    const merchant = await operator.run("merchant", "create", "--name", hostile);
    await operator.run("app", "create", "--merchant", String(merchant["id"]), "--name", hostile);
    const name = hostile.slice(0, 64);
    await operator.run("operator", "create", "mallory@example.com", "--name", name, "--roles", "viewer");
    await stage.books.change("UPDATE apps SET name = ? WHERE id = ?", [hostile, appId]);
    await stage.books.change("UPDATE channel_accounts SET name = ? WHERE channel = 'wechat'", [name]);
    const deliveryId = await firstId("deliveries", "last_status = 500");
    const refundId = await firstId("refunds", "refund_no = 'hostile-1'");
    const operatorId = await firstId("operators", "email = 'mallory@example.com'");
    // A message whose reader says what it does not know of it.
    const body = { event_ids: [], [hostile]: 1 };
    await stage.broker.publish({
      queue: "notify.events",
      contract: fanOutEvents,
      body,
      traceId: "trace",
    });
    await waitFor(async () => (await stage.broker.deadLetters()).length > 0, { deadlineMs: 30_000 });
    const before = boss.troubles.length;

    await showsHarmless("/payments");
    await showsHarmless(`/payments/${paymentId}`);
    // The answer of the merchant's server stands in the details of its delivery.
    await boss.page.locator("summary", { hasText: "HTTP 500" }).first().click();
    await boss.page.locator("pre", { hasText: hostile }).first().waitFor();
    await boss.picture("console-hostile-payment");
    expect(await findingsAtBothWidths(boss)).toEqual([]);
    expect(await boss.page.evaluate(wasHarmed)).toEqual([0, 0, 0]);
    await showsHarmless(`/refunds/${refundId}`, [hostile.slice(0, 80)]);
    await showsHarmless("/refunds", [hostile.slice(0, 80)]);
    await showsHarmless(`/webhooks/deliveries/${deliveryId}`);
    await boss.picture("console-hostile-delivery");
    await showsHarmless(`/webhooks/endpoints/${endpointId}`);
    expect(await findingsAtBothWidths(boss)).toEqual([]);
    await showsHarmless("/webhooks", [encodeURIComponent(hostile)]);
    await showsHarmless("/dead-letters?service=notify-worker", ["<script>window.wasRun=1</script>"]);
    await showsHarmless("/merchants");
    await showsHarmless(`/merchants/${String(merchant["id"])}`);
    await showsHarmless(`/merchants/apps/${appId}`);
    await showsHarmless("/accounts", [name]);
    await showsHarmless("/breakers", [name]);
    await showsHarmless("/operators", [name]);
    await showsHarmless(`/operators/${operatorId}`, [name]);
    expect(boss.troubles.slice(before)).toEqual([]);
  });
});

describe("an address", () => {
  it("of a single thing can be opened, and loaded again", async () => {
    const id = await paidPayment({ subject: "Deep link" });
    await boss.goTo(`/payments/${id}`);
    await boss.page.getByText("Deep link").first().waitFor();
    await boss.page.reload();
    await boss.page.getByText("Deep link").first().waitFor();
    expect(new URL(boss.page.url()).pathname).toBe(`/payments/${id}`);
  });

  it("has the filters of a list, and the way back finds them", async () => {
    const id = await paidPayment({ subject: "Filtered" });
    await boss.goTo("/payments?status=succeeded&live=false");
    await boss.page.locator(`a[href="/payments/${id}"]`).click();
    await boss.page.waitForURL(`**/payments/${id}`);
    await boss.page.goBack();
    await boss.page.waitForURL("**/payments?status=succeeded&live=false");
    await boss.page.locator(`a[href="/payments/${id}"]`).waitFor();
    await boss.page.getByText("状态、渠道或产品").waitFor();
    await boss.page.getByRole("search", { name: "筛选" }).getByText("支付成功").waitFor();
    await boss.page.getByRole("button", { name: "清除筛选" }).click();
    await boss.page.waitForURL("**/payments");
    await boss.page.goBack();
    await boss.page.waitForURL("**/payments?status=succeeded&live=false");
  });
});

describe("a session that ends in the middle of typing", () => {
  it("is said to have ended, nothing was done, and the sign-in leads back to the page", async () => {
    const id = await paidPayment({ subject: "Interrupted", amount: 5_000 });
    const person = await browser.open();
    await signInAgain(person, bossPerson);
    await person.goTo(`/payments/${id}`);
    await person.page.getByRole("button", { name: "退款", exact: true }).click();
    await question(person).getByLabel("退款金额（元）").fill("10.00");
    await question(person).getByLabel("退款原因").fill("客户退货");
    await stage.books.change("DELETE FROM sessions");
    await question(person).getByRole("button", { name: "退款", exact: true }).click();
    await person.page.getByText("会话已结束，请重新登录").waitFor();
    await person.picture("console-session-ended");
    expect(new URL(person.page.url()).pathname).toBe(`/payments/${id}`);

    await signInHere(person, bossPerson, 1);
    await person.page.getByText("Interrupted").first().waitFor();
    expect(new URL(person.page.url()).pathname).toBe(`/payments/${id}`);
    expect(await person.page.getByText("会话已结束，请重新登录").count()).toBe(0);
    expect(await stage.books.rows("SELECT id FROM refunds WHERE payment_id = ?", [id])).toEqual([]);
  });
});
