import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleBrowser, type ConsolePage, openConsoleBrowser } from "./harness/console-browser.ts";
import { press, question, signInFirst } from "./harness/console-people.ts";
import { createOperator } from "./harness/operator.ts";
import { type Refunding, refundingOf } from "./harness/refunding.ts";
import { openStage, type Stage } from "./harness/stage.ts";

const hostile = `<img src=x onerror="window.wasRun=1">`;
const card = "6222021234567890123";

let stage: Stage;
let refunding: Refunding;
let browser: ConsoleBrowser;
let boss: ConsolePage;
let wu: ConsolePage;

beforeAll(async () => {
  stage = await openStage({ withConsole: true, env: { console: { APPROVAL_FROM_FEN: "5000" } } });
  refunding = refundingOf(stage);
  const { console: started } = stage.product;
  if (started === null || started.password === null)
    throw new Error("the console was started with an operator");
  browser = await openConsoleBrowser(started.url);
  boss = await browser.open();
  await signInFirst(boss, { email: started.email, password: started.password });
  wu = await signIn("wu", "finance");
}, 180_000);
afterAll(async () => {
  await browser.close();
  await stage.close();
});

async function signIn(name: string, role: string): Promise<ConsolePage> {
  const email = `${name}@example.com`;
  const words = ["operator", "create", email, "--name", name, "--roles", role];
  const made = await createOperator(stage).run(...words);
  const page = await browser.open();
  await signInFirst(page, { email, password: String(made["password"]) });
  return page;
}

async function enterCard(of: ConsolePage, bankAccount: string): Promise<void> {
  await question(of).getByLabel("开户银行").fill("ICBC_DEBIT");
  await question(of).getByLabel("银行卡号").fill(bankAccount);
  await question(of).getByLabel("开户姓名").fill("张三丰");
}

async function askForRefund(of: ConsolePage, paymentId: string): Promise<void> {
  await of.goTo(`/payments/${paymentId}`);
  await of.page.getByRole("button", { name: "退款", exact: true }).click();
  await question(of).getByLabel("退款金额（元）").fill("60.00");
  await question(of).getByLabel("退款原因").fill("客户退货");
  await press(of, "退款");
  await of.page.getByText("已提交，等待另一位同事复核").waitFor();
}

describe("the money of an abnormal refund", () => {
  it("goes to a card when a second person has entered the same one, which stands nowhere", async () => {
    await stage.customer.setRefundDelay("wechat", 3_600_000);
    const payment = await refunding.paid("wechat_native", { amount: 9_000 });
    const asked = await refunding.mustRefund({ payment_id: payment.id });
    await stage.customer.endRefund("wechat", asked.id, "abnormal");
    await refunding.until(asked.id, "abnormal");

    await boss.goTo(`/refunds/${asked.id}`);
    await boss.page.getByRole("button", { name: "处理异常退款" }).click();
    await question(boss).getByRole("radio", { name: "退到用户的银行卡" }).check();
    await question(boss).getByText("需另一位有权限的同事重新输入").waitFor();
    await enterCard(boss, card);
    await boss.picture("console-settle");
    await press(boss, "处理异常退款");
    await boss.page.getByText("已提交，等待另一位同事复核").waitFor();
    await boss.page.getByText("本人申请，需他人复核").waitFor();
    await boss.picture("console-settle-waits");

    await wu.goTo("/refunds?tab=requests");
    await wu.page.getByText("ICBC_DEBIT ···· 0123").waitFor();
    await wu.page.getByRole("button", { name: "复核付款" }).click();
    await enterCard(wu, `${card}4`);
    await press(wu, "复核付款");
    await question(wu).getByText("与申请的银行卡不一致").waitFor();
    await wu.picture("console-settle-differs");
    await stage.customer.setFaults([
      { channel: "wechat", operation: "refund", fault: "rate_limited", times: 1 },
    ]);
    await enterCard(wu, card);
    await press(wu, "复核付款");
    await wu.page.getByText("渠道限流，没有受理").waitFor();
    await question(wu).waitFor({ state: "hidden" });
    await wu.page.getByRole("button", { name: "复核付款" }).click();
    await enterCard(wu, card);
    await press(wu, "复核付款");
    await wu.page.getByText("渠道已受理").waitFor();

    await stage.customer.endRefund("wechat", asked.id, "success");
    await refunding.until(asked.id, "succeeded");
    for (const table of ["refund_requests", "audit_entries", "channel_calls", "outbox"])
      expect(JSON.stringify(await stage.books.rows(`SELECT * FROM ${table}`))).not.toMatch(
        new RegExp(`${card}|张三丰`),
      );
    expect(stage.logged(new RegExp(`${card}|张三丰`))).toEqual([]);
    await stage.customer.setRefundDelay("wechat", 500);
  });
});

describe("a request for a refund", () => {
  it("is withdrawn by whoever made it, or rejected by another, and the payment says why", async () => {
    const payment = await refunding.paid("wechat_native", { amount: 9_000 });
    const li = await signIn("li", "support");
    await askForRefund(li, payment.id);
    await li.page.getByRole("button", { name: "撤回申请" }).click();
    await question(li).getByLabel("原因（选填）").fill(hostile);
    await press(li, "撤回申请");
    await li.page.getByText("已撤回，没有付款").waitFor();
    await askForRefund(li, payment.id);
    await wu.goTo(`/payments/${payment.id}`);
    await wu.page.getByRole("button", { name: "驳回" }).click();
    await question(wu).getByLabel("原因（申请人可见）").fill("已现金退还");
    await press(wu, "驳回");
    await wu.page.getByText("已驳回，没有付款").waitFor();

    await li.goTo(`/payments/${payment.id}`);
    await li.page.getByText("已现金退还").waitFor();
    await li.page.getByText(hostile).waitFor();
    await li.picture("console-requests-ended");
    expect(await li.page.evaluate("window.wasRun")).toBeUndefined();
    expect((await stage.merchant.get(payment.id)).amount_refunded).toBe(0);
    const troubles = [...boss.troubles, ...wu.troubles, ...li.troubles];
    expect(troubles.filter((text) => !/401|422/.test(text))).toEqual([]);
  });
});
