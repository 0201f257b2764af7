import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingsAtBothWidths } from "./harness/axe-findings.ts";
import { type ConsoleBrowser, type ConsolePage, openConsoleBrowser } from "./harness/console-browser.ts";
import { press, question, signInFirst } from "./harness/console-people.ts";
import { createOperator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let browser: ConsoleBrowser;
let boss: ConsolePage;

beforeAll(async () => {
  stage = await openStage({ withConsole: true });
  const { console: started } = stage.product;
  if (started === null || started.password === null)
    throw new Error("the console was started with an operator");
  browser = await openConsoleBrowser(started.url);
  boss = await browser.open();
  await signInFirst(boss, { email: started.email, password: started.password });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await stage.close();
});

describe("a discrepancy", () => {
  it("is looked at side by side, previewed, decided on with a reason and approved by a second person", async () => {
    const { merchant, customer, books } = stage;
    const made = await merchant.mustCreate({ amount: 500 });
    await customer.pay("wechat", made.attempt.id, { amount: 499 });
    await waitFor(async () => (await books.discrepanciesOf(made.attempt.id)).length > 0, {
      deadlineMs: 20_000,
    });
    await boss.goTo("/discrepancies");
    await boss.picture("console-discrepancies");
    await boss.page
      .getByRole("link", { name: /金额不符/ })
      .first()
      .click();
    await boss.page.getByText("两方对比").first().waitFor();
    await boss.page.getByRole("radio", { name: /忽略/ }).check();
    await boss.page.getByRole("textbox", { name: "原因" }).fill("测试环境的演练");
    await boss.picture("console-discrepancy");
    expect(await findingsAtBothWidths(boss)).toEqual([]);
    await boss.page.getByRole("button", { name: "处理", exact: true }).click();
    await press(boss, "处理");
    // What it is about is unknown in yuan, so a second person must agree.
    await boss.page.getByText("已提交，等待另一位操作员复核").waitFor();
    const created = await createOperator(stage).run(
      "operator",
      "create",
      "wu@example.com",
      "--name",
      "Wu",
      "--roles",
      "finance",
    );
    const wu = await browser.open();
    await signInFirst(wu, { email: "wu@example.com", password: String(created["password"]) });
    await wu.goTo(new URL(boss.page.url()).pathname);
    await wu.picture("console-discrepancy-approval");
    await wu.page.getByRole("button", { name: "同意并执行" }).click();
    await press(wu, "同意并执行");
    await wu.page.getByText("已同意并执行").waitFor();
    const [row] = await books.rows<{ state: string }>(
      "SELECT state FROM discrepancies WHERE attempt_id = ?",
      [made.attempt.id],
    );
    expect(row?.state).toBe("resolved");
  });
});

describe("a job", () => {
  it("is run now, and its history tells how it went", async () => {
    await boss.goTo("/jobs");
    await boss.picture("console-jobs");
    await boss.page.getByRole("link", { name: /滞留业务告警/ }).click();
    await boss.page.waitForURL("**/jobs/*");
    await boss.page.getByText("执行记录").waitFor();
    await boss.page.getByRole("button", { name: "立即执行" }).click();
    await press(boss, "立即执行");
    await boss.page.getByText("已排队，工作进程会在几秒内执行").waitFor();
    await waitFor(hasRunForOperator, { deadlineMs: 30_000, everyMs: 500 });
    await boss.goTo(new URL(boss.page.url()).pathname);
    await boss.page.getByText("手动").first().waitFor();
    await boss.picture("console-job");
  });
});

async function hasRunForOperator(): Promise<boolean> {
  const rows = await stage.books.rows<{ outcome: string }>(
    "SELECT outcome FROM job_runs WHERE job_name = 'stuck-work' AND `trigger` = 'operator'",
  );
  return rows.some(({ outcome }) => outcome !== "running");
}

describe("a key", () => {
  it("is rotated: the second one works before the first one ends", async () => {
    const { appId, apiKey } = stage.product.demo;
    await boss.goTo(`/merchants/apps/${appId}`);
    await boss.picture("console-app");
    await boss.page.getByRole("button", { name: "轮换", exact: true }).first().click();
    await question(boss).getByRole("button", { name: "新建密钥" }).click();
    await press(boss, "新建密钥");
    const shown = boss.page.getByText(/^sk_test_[\w-]+$/).first();
    const second = (await shown.innerText()).trim();
    const call = (key: string) =>
      stage.merchant.call({
        method: "GET",
        path: "/v1/methods",
        headers: { authorization: `Bearer ${key}` },
      });
    expect([(await call(second)).status, (await call(apiKey)).status]).toEqual([200, 200]);
    await boss.page.getByRole("button", { name: "新密钥已启用，继续" }).click();
    await question(boss).getByRole("button", { name: "吊销" }).click();
    await press(boss, "吊销");
    await boss.page.getByText("密钥已吊销").waitFor();
    await waitFor(async () => (await call(apiKey)).status === 401, { deadlineMs: 15_000 });
    expect((await call(second)).status).toBe(200);
  });
});

describe("an Alipay account", () => {
  it("in certificate mode is filled in, explained, checked against its channel, and shows no secret afterwards", async () => {
    const answer = await fetch(`${stage.product.sandboxUrl}/control/accounts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ channel: "alipay", mode: "certificate" }),
    });
    // because the control answers the account's file
    const file = (await answer.json()) as { base_url: string; credentials: Record<string, string> };
    await boss.goTo("/accounts/new");
    await boss.page.getByLabel("渠道", { exact: true }).click();
    await boss.page.getByTitle("支付宝").last().click();
    await boss.page.getByRole("radio", { name: "证书模式" }).check();
    await boss.page.getByLabel("名称").fill("第二个支付宝应用");
    await boss.page.getByLabel("渠道网关地址").fill(file.base_url);
    for (const [name, value] of Object.entries(file.credentials)) {
      const field = boss.page.locator(`#credentials_${name}`);
      if ((await field.count()) === 1 && typeof value === "string") await field.fill(value);
    }
    await boss.picture("console-account-form");
    await boss.page.getByRole("button", { name: "保存" }).click();
    await boss.page.getByText("通道商户号已保存").waitFor();
    await boss.page.getByRole("button", { name: "检查账户" }).click();
    await press(boss, "检查账户");
    await boss.page.getByText("检查结果").first().waitFor();
    await boss.picture("console-account");
    const secret = file.credentials["private_key"] ?? file.credentials["app_private_key"] ?? "";
    expect(secret.length).toBeGreaterThan(100);
    expect(await boss.page.content()).not.toContain(secret.slice(100, 160));
    expect(boss.troubles.filter((text) => !text.includes("401"))).toEqual([]);
  });
});

describe("an app", () => {
  it("is not changed over what somebody else has changed meanwhile, and what was typed is kept", async () => {
    const { appId } = stage.product.demo;
    await boss.goTo(`/merchants/apps/${appId}`);
    await boss.page.getByRole("button", { name: "修改应用" }).click();
    await question(boss).getByLabel("突发请求数").fill("4321");
    await createOperator(stage).run("app", "update", appId, "--name", "Renamed meanwhile");
    await press(boss, "修改应用");
    const newer = question(boss).getByRole("button", { name: "载入最新内容，保留我的改动" });
    await newer.waitFor();
    await boss.picture("console-changed-meanwhile");
    await newer.click();
    expect(await question(boss).getByLabel("名称").inputValue()).toBe("Renamed meanwhile");
    expect(await question(boss).getByLabel("突发请求数").inputValue()).toBe("4321");
    await press(boss, "修改应用");
    await boss.page.getByText("应用已修改").waitFor();
    const [row] = await stage.books.rows<{ name: string; burst: number }>(
      "SELECT name, rate_limit_burst AS burst FROM apps WHERE id = ?",
      [appId],
    );
    expect(row).toEqual({ name: "Renamed meanwhile", burst: 4_321 });
  });
});
