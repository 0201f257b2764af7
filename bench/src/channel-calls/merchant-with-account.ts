import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Product } from "@compose-pay/start";
import { request } from "undici";
import { z } from "zod";
import type { Ground } from "../ground/ground.ts";

/** An app whose `wechat_native` goes through an account of its own. */
export interface MerchantWithAccount {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

const opened = z.looseObject({ name: z.string(), base_url: z.string() });
const made = z.looseObject({ id: z.string() });
const madeApp = made.extend({ webhook_secret: z.string() });
const madeKey = made.extend({ key: z.string() });
const rate = ["--rate-limit-per-second", "10000", "--rate-limit-burst", "10000"];

/** @param baseUrl in place of the sandbox, for an account whose channel is another one */
export async function openMerchantWithAccount(
  ground: Ground,
  product: Product,
  baseUrl?: string,
): Promise<MerchantWithAccount> {
  const file = await openAccountFile(product.sandboxUrl);
  const account = baseUrl === undefined ? file : { ...file, base_url: baseUrl };
  const accountPath = path.join(ground.folder, `${file.name}.json`);
  writeFileSync(accountPath, JSON.stringify(account), { mode: 0o600 });
  const { id: accountId } = made.parse(await ground.runCli("account", "put", accountPath));
  const merchant = made.parse(await ground.runCli("merchant", "create", "--name", file.name));
  const owned = ["--merchant", merchant.id, "--name", "till", ...rate];
  const app = madeApp.parse(await ground.runCli("app", "create", ...owned));
  const key = madeKey.parse(await ground.runCli("key", "create", "--app", app.id));
  const method = ["--app", app.id, "--method", "wechat_native"];
  await ground.runCli("contract", "put", ...method, "--max-amount", "10000");
  await ground.runCli("route", "put", ...method, "--account", accountId, "--priority", "1");
  return { apiKey: key.key, webhookSecret: app.webhook_secret };
}

async function openAccountFile(sandboxUrl: string): Promise<z.output<typeof opened>> {
  const answer = await request(`${sandboxUrl}/control/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channel: "wechat" }),
  });
  return opened.parse(await answer.body.json());
}
