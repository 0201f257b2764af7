import { setTimeout as pause } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";
import type { ConsolePage } from "./console-browser.ts";

/** Somebody at the console, with their authenticator. */
export interface ConsolePerson {
  readonly email: string;
  readonly password: string;
  /** In base32, once it was bound. */
  readonly secret: string;
}

/** The code of an authenticator; those of 30 s before and after now, as clocks that are wrong have them, are valid too. */
function codeOf({ secret }: Pick<ConsolePerson, "secret">, stepsOff: -1 | 0 | 1): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + stepsOff * stepMs,
  });
}

const stepMs = 30_000;
const leastLeftMs = 10_000;

/** The code of the step before is valid until this one ends: near its end a slow machine would be too late. */
async function untilStepLasts(): Promise<void> {
  const leftMs = stepMs - (Date.now() % stepMs);
  if (leftMs < leastLeftMs) await pause(leftMs);
}

/**
 * Signs in for the first time: a password of one's own where the first one is for once, then the second factor, whose first
 * code is the one of the step before: a code is taken once, and the next sign-ins need later ones.
 */
export async function signInFirst(
  browser: ConsolePage,
  { email, password }: Pick<ConsolePerson, "email" | "password">,
): Promise<ConsolePerson> {
  const { page } = browser;
  await browser.goTo("/");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  const own = await choosePassword(page, password);
  await page.getByLabel("当前密码").fill(own);
  await page.getByRole("button", { name: "下一步" }).click();
  const secret = (await page.locator("code").first().innerText()).trim();
  await untilStepLasts();
  await page.getByLabel("动态验证码").fill(codeOf({ secret }, -1));
  await page.getByRole("button", { name: "确认" }).click();
  await page.getByRole("button", { name: /账号菜单/ }).waitFor();
  return { email, password: own, secret };
}

async function choosePassword(page: ConsolePage["page"], first: string): Promise<string> {
  const isForOnce = page.getByText("这是一次性密码");
  const isBinding = page.getByText("必须先绑定身份验证器");
  await isForOnce.or(isBinding).first().waitFor();
  if (!(await isForOnce.isVisible())) return first;
  const own = "a-tea-house-at-the-lake";
  await page.getByLabel("当前密码").fill(first);
  await page.getByLabel("新密码", { exact: true }).fill(own);
  await page.getByLabel("再次输入新密码").fill(own);
  await page.getByRole("button", { name: "修改密码" }).click();
  await isBinding.first().waitFor();
  return own;
}

export async function signInAgain(browser: ConsolePage, person: ConsolePerson): Promise<void> {
  await browser.goTo("/");
  await signInHere(browser, person, 0);
}

/** Fills in the sign-in that the page shows; a code is taken once, so that the next time needs the step after (1). */
export async function signInHere(
  { page }: ConsolePage,
  person: ConsolePerson,
  stepsOff: 0 | 1,
): Promise<void> {
  await page.getByLabel("邮箱").fill(person.email);
  await page.getByLabel("密码").fill(person.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByLabel("动态验证码").fill(codeOf(person, stepsOff));
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: /账号菜单/ }).waitFor();
}

/** The question that is asked last. */
export function question({ page }: ConsolePage) {
  return page.getByRole("dialog").last();
}

/** Answers the question of an act with yes: it has the name of its button. */
export async function press({ page }: ConsolePage, name: string): Promise<void> {
  await page.getByRole("dialog", { name, exact: true }).getByRole("button", { name, exact: true }).click();
}
