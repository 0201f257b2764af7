import { createOrder } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings, widerThanWindow } from "./harness/axe-findings.ts";
import { type ConsoleBrowser, type ConsolePage, openConsoleBrowser } from "./harness/console-browser.ts";
import { type ConsolePerson, press, question, signInAgain, signInFirst } from "./harness/console-people.ts";
import { everyPage } from "./harness/every-page.ts";
import { createOperator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

/** What a merchant could write to be run in the operators' page. */
const hostile = `"><img src=x onerror="window.wasRun=1"><script>window.wasRun=1</script>`;

let stage: Stage;
let browser: ConsoleBrowser;
let boss: ConsolePage;
let bossPerson: ConsolePerson;

beforeAll(async () => {
  stage = await openStage({ withConsole: true, env: { console: { APPROVAL_FROM_FEN: "5000" } } });
  const { console: started } = stage.product;
  if (started === null || started.password === null)
    throw new Error("the console was started with an operator");
  browser = await openConsoleBrowser(started.url);
  boss = await browser.open();
  bossPerson = await signInFirst(boss, { email: started.email, password: started.password });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await stage.close();
});

async function paidPayment(fields: Readonly<Record<string, unknown>>) {
  const { id } = await stage.merchant.mustCreate(fields);
  const [row] = await stage.books.rows<{ no: string }>("SELECT id AS no FROM attempts WHERE payment_id = ?", [
    id,
  ]);
  await stage.customer.pay("wechat", row?.no ?? "");
  await waitFor(async () => (await stage.merchant.get(id)).status === "succeeded", { deadlineMs: 20_000 });
  return stage.merchant.get(id);
}

describe("the first sign-in", () => {
  it("leads over the second factor to the dashboard, and the session can be revoked", async () => {
    await boss.page.getByRole("heading", { level: 2 }).first().waitFor();
    await boss.picture("console-dashboard");
    const second = await browser.open();
    await signInAgain(second, bossPerson);
    await second.goTo("/account");
    await second.picture("console-account");
    await second.page.getByRole("button", { name: "注销" }).first().click();
    await press(second, "注销");
    await second.page.getByText("会话已注销").waitFor();
    await boss.goTo("/payments");
    await boss.page.getByRole("button", { name: "登录" }).waitFor();
    boss = second;
  });
});

describe("the first page", () => {
  it("is no more than 450 KB over the wire, for who signs in and for who comes back", async () => {
    const fresh = await browser.open();
    await fresh.goTo("/");
    const signIn = await fresh.bytes();
    await fresh.page.context().addCookies(await boss.page.context().cookies());
    await fresh.goTo("/payments");
    const all = await fresh.bytes();
    expect(all).toBeLessThanOrEqual(450_000);
    expect(signIn).toBeGreaterThan(100_000);
  });
});

describe("a payment", () => {
  it("is found by its channel's number, tells its story, and what merchants write stays text", async () => {
    const payment = await paidPayment({ subject: hostile, metadata: { note: hostile }, amount: 12_345 });
    const [row] = await stage.books.rows<{ no: string }>(
      "SELECT channel_trade_no AS no FROM attempts WHERE payment_id = ?",
      [payment.id],
    );
    await boss.goTo("/payments");
    await boss.picture("console-payments");
    await boss.page.getByRole("textbox", { name: "任意单号" }).fill(row?.no ?? "");
    await boss.page.getByRole("button", { name: "查找" }).click();
    await boss.page.getByText(payment.id).first().waitFor();
    await boss.page.waitForURL(`**/payments/${payment.id}`);
    await boss.page.getByText("123.45").first().waitFor();
    await boss.page.getByText(hostile).first().waitFor();
    await boss.picture("console-payment");
    expect(await boss.page.evaluate("window.wasRun")).toBeUndefined();
  });

  it("is refunded by one person up to the limit, and beyond it when a second one agrees", async () => {
    const payment = await paidPayment({ amount: 9_900 });
    await boss.goTo(`/payments/${payment.id}`);
    await refund("10.00");
    await boss.page.getByText("退款已提交，等待渠道处理").waitFor();
    await refund("80.00");
    await boss.page.getByText("已提交，等待另一位同事复核").waitFor();

    const made = await createOperator(stage).run(
      "operator",
      "create",
      "wu@example.com",
      "--name",
      "Wu",
      "--roles",
      "finance",
    );
    const wu = await browser.open();
    await signInFirst(wu, { email: "wu@example.com", password: String(made["password"]) });
    await wu.goTo("/refunds?tab=requests");
    await wu.picture("console-refund-requests");
    await wu.page.getByRole("button", { name: "同意退款" }).click();
    await press(wu, "同意退款");
    await wu.page.getByText("已同意，退款已提交").waitFor();
    await waitFor(async () => (await stage.merchant.get(payment.id)).amount_refunded === 9_000, {
      deadlineMs: 20_000,
    });
    expect(wu.troubles.filter((text) => !text.includes("401"))).toEqual([]);
  });
});

describe("a refund whose answer got lost", () => {
  it("is the same one after a reload of the page, and another of its amount is asked about", async () => {
    const payment = await paidPayment({ amount: 9_900 });
    const { page } = boss;
    const isMade = async () => (await stage.merchant.get(payment.id)).amount_refunded;
    await boss.goTo(`/payments/${payment.id}`);
    // The console does it, and what it answers never comes.
    await page.route("**/api/refunds.create", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await refund("10.00");
    await page.getByText("没有收到应答").waitFor();
    await boss.picture("console-refund-lost");
    expect(await question(boss).getByRole("button", { name: "退款", exact: true }).isDisabled()).toBe(true);
    await page.unroute("**/api/refunds.create");
    expect(await isMade()).toBe(1_000);

    await boss.goTo(`/payments/${payment.id}`);
    await page.getByRole("button", { name: "退款", exact: true }).click();
    expect(await question(boss).getByLabel("退款金额（元）").inputValue()).toBe("10.00");
    await question(boss).getByText("没有得到确定答复").waitFor();
    await press(boss, "退款");
    await page.getByText("退款已提交，等待渠道处理").waitFor();
    expect(await isMade()).toBe(1_000);

    await refund("10.00");
    await question(boss).getByText("上一笔相同金额的退款").waitFor();
    await boss.picture("console-refund-repeated");
    expect(await isMade()).toBe(1_000);
    await question(boss).getByRole("checkbox").check();
    await press(boss, "退款");
    await waitFor(async () => (await isMade()) === 2_000, { deadlineMs: 20_000 });
  });
});

async function refund(yuan: string): Promise<void> {
  await boss.page.getByRole("button", { name: "退款", exact: true }).click();
  await question(boss).getByLabel("退款金额（元）").fill(yuan);
  await question(boss).getByLabel("退款原因").fill("客户退货");
  await press(boss, "退款");
}

describe("people on call", () => {
  it("replay a dead letter", async () => {
    // A message that its reader does not know.
    const body = { attempt_id: "att_of_no_payment" };
    await stage.broker.publish({
      queue: "notify.events",
      contract: createOrder,
      body,
      traceId: hostile.slice(0, 60),
    });
    await waitFor(async () => (await stage.broker.deadLetters()).length > 0, { deadlineMs: 30_000 });
    await boss.goTo("/dead-letters?service=notify-worker");
    await boss.page.getByText("失败原因").first().waitFor();
    await boss.picture("console-dead-letters");
    await boss.page.getByRole("checkbox", { name: /全选/ }).check();
    await boss.page.getByRole("button", { name: "重放" }).click();
    await press(boss, "重放");
    await boss.page.getByText("已重放 1 条").first().waitFor();
  });

  it("force a breaker open, and creates are answered 503 until they let it decide again", async () => {
    await boss.goTo("/breakers");
    await boss.picture("console-breakers");
    await orderAll("强制熔断");
    await waitFor(async () => (await stage.merchant.create({})).status === 503, { deadlineMs: 30_000 });
    await boss.goTo("/breakers");
    await boss.page.getByText("人工熔断").first().waitFor();
    await boss.picture("console-breakers-open");
    await orderAll("恢复自动");
    await waitFor(async () => (await stage.merchant.create({})).status === 201, { deadlineMs: 30_000 });
  });
});

/** Gives every account this order. */
async function orderAll(order: string): Promise<void> {
  const orders = boss.page.getByRole("button", { name: "下达指令" });
  await orders.first().waitFor();
  const count = await orders.count();
  for (let nth = 0; nth < count; nth += 1) {
    await orders.nth(nth).click();
    await question(boss).getByRole("radio", { name: order }).check();
    await question(boss).getByLabel("原因").fill("渠道维护");
    await press(boss, "下达指令");
    await boss.page.getByText("指令已下达").last().waitFor();
    await question(boss).waitFor({ state: "hidden" });
  }
}

describe("what is stuck", () => {
  it("is on the dashboard, is listed row by row, and is moved by the row, on a phone too", async () => {
    const phone = boss;
    await phone.page.setViewportSize({ width: 375, height: 900 });
    const [account] = await stage.books.rows<{ id: string }>("SELECT id FROM channel_accounts LIMIT 1");
    for (const name of ["one", "two"])
      await stage.books.change(
        "INSERT INTO channel_notifications (id, channel_account_id, channel, verdict, reason, times_received, headers, " +
          "body, trace_id, received_at) VALUES (?, ?, 'wechat', 'refused', ?, 1, '{}', '', 't', UTC_TIMESTAMP(3))",
        [`ntf_${name}`, account?.id ?? "", hostile],
      );
    await phone.goTo("/dashboard");
    await phone.page.getByRole("link", { name: "24 小时内被拒的渠道通知" }).click();
    await phone.page.getByRole("link", { name: "ntf_one" }).waitFor();
    await phone.picture("phone-stuck-rows");
    await phone.page.getByRole("checkbox").first().check();
    await phone.page.getByRole("button", { name: "重新处理通知" }).click();
    await press(phone, "重新处理通知");
    const outcomes = phone.page.getByRole("status").filter({ hasText: "处理结果" });
    await outcomes.getByText("ntf_two").waitFor();
    expect(await outcomes.textContent()).toContain("2 条中成功 2 条");
    expect(await phone.page.evaluate("window.wasRun")).toBeUndefined();
    await phone.picture("phone-stuck-moved");
    const asked = await stage.books.rows(
      "SELECT number FROM audit_entries WHERE action = 'notifications.process' AND phase = 'done' AND subject LIKE 'ntf\\_%'",
    );
    expect(asked.length).toBeGreaterThanOrEqual(2);
    await phone.goTo("/dashboard");
    await phone.picture("phone-dashboard-stuck");
    await boss.page.setViewportSize({ width: 1_280, height: 900 });
    await boss.goTo("/dashboard");
    await boss.picture("console-dashboard-stuck");
    await boss.goTo("/stuck?what=notifications_refused");
    await boss.picture("console-stuck");
  }, 60_000);
});

describe("every page", () => {
  it.each([375, 1_280])(
    "%d pixels wide has no serious finding of axe, and is no wider than its window",
    async (width) => {
      const looker = await browser.open({ width });
      const email = `li-${width}@example.com`;
      const made = await createOperator(stage).run(
        "operator",
        "create",
        email,
        "--name",
        "Li",
        "--roles",
        "administrator",
      );
      await looker.goTo("/");
      const findings = (await axeFindings(looker)).map((text) => `the sign-in ${text}`);
      await signInFirst(looker, { email, password: String(made["password"]) });
      for (const place of await everyPage(stage.books)) {
        await looker.goTo(place);
        await looker.picture(`${width}${place.replaceAll(/[/?=]/g, "-")}`);
        const wider = await widerThanWindow(looker);
        if (wider > 0) findings.push(`${place} is ${wider} pixels too wide`);
        findings.push(...(await axeFindings(looker)).map((text) => `${place} ${text}`));
      }
      expect(findings).toEqual([]);
      expect(looker.troubles.filter((text) => !text.includes("401"))).toEqual([]);
    },
    300_000,
  );
});
