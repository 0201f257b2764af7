import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTcpProxy, type TcpProxy } from "@compose-pay/test-support";
import { z } from "zod";
import type { Operator } from "./operator.ts";
import type { Stage } from "./stage.ts";

/** An account at WeChat Pay's sandbox over a line of its own, which can be cut and can hang. */
export interface LinedAccount {
  readonly id: string;
  readonly line: TcpProxy;
}

const file = z.looseObject({ name: z.string() });
let made = 0;

/** Opens an account at the sandbox and puts it; the line is the caller's to close. */
export async function openLinedAccount(
  { customer, product }: Pick<Stage, "customer" | "product">,
  operator: Operator,
): Promise<LinedAccount> {
  const line = await startTcpProxy(product.sandboxUrl);
  const opened = file.parse(await customer.openAccount("wechat"));
  made += 1;
  const id = await putAccount(operator, { ...opened, name: `lined-${made}`, base_url: line.url });
  return { id, line };
}

/** Puts an account file by the command line; answers the account's id. */
export async function putAccount(operator: Operator, account: unknown): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-account-"));
  const accountFile = path.join(folder, "account.json");
  try {
    writeFileSync(accountFile, JSON.stringify(account));
    return z.string().parse((await operator.run("account", "put", accountFile))["id"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
