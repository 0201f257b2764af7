import { runCli } from "@compose-pay/cli";
import { systemClock } from "@compose-pay/runtime";
import { z } from "zod";
import { createMerchant, type Merchant } from "./merchant.ts";
import type { Stage } from "./stage.ts";

/** Sets things up by the command line, as the people do who run the product. */
export interface Operator {
  /** Runs a command and answers its JSON; throws with what it printed when it fails. */
  run(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  /** A new merchant with one app and one test key, which has no methods yet. */
  openMerchant(options?: { readonly rateLimit?: number }): Promise<OpenedMerchant>;
  /** Lets an app use the method mock, up to 50.00 yuan a payment. */
  openMock(appId: string): Promise<void>;
}

export interface OpenedMerchant {
  readonly merchantId: string;
  readonly appId: string;
  readonly webhookSecret: string;
  readonly keyId: string;
  readonly calls: Merchant;
}

export function createOperator({ product, databaseUrl, masterKey, archiveUrl, lines }: Stage): Operator {
  const env = {
    ARCHIVE_URL: archiveUrl,
    DATABASE_URL: databaseUrl,
    MASTER_KEY: masterKey,
    REDIS_URL: lines.redis.url,
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    WEBHOOK_ALLOWED_PORTS: "1-65535",
    CHANNEL_ALLOWED_HOSTS: "127.0.0.1",
  };
  const run = async (...args: readonly string[]) => {
    let out = "";
    let err = "";
    const code = await runCli([...args, "--json"], {
      env,
      stackFile: "/nowhere/stack.json",
      clock: systemClock,
      out: (written) => (out += written),
      err: (written) => (err += written),
    });
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${err}`);
    return z.record(z.string(), z.unknown()).parse(JSON.parse(out));
  };
  const openMerchant = async ({ rateLimit = 1_000 } = {}): Promise<OpenedMerchant> => {
    const merchant = await run("merchant", "create", "--name", "Second shop");
    const limits = ["--rate-limit-per-second", `${rateLimit}`, "--rate-limit-burst", `${rateLimit}`];
    const merchantId = text(merchant["id"]);
    const app = await run("app", "create", "--merchant", merchantId, "--name", "till", ...limits);
    const key = await run("key", "create", "--app", text(app["id"]));
    const apiKey = text(key["key"]);
    return {
      merchantId,
      appId: text(app["id"]),
      webhookSecret: text(app["webhook_secret"]),
      keyId: text(key["id"]),
      calls: createMerchant({ apiUrl: product.apiUrl, apiKey, notifyUrl: null }),
    };
  };
  const openMock = async (appId: string): Promise<void> => {
    const method = ["--app", appId, "--method", "mock"];
    await run("contract", "put", ...method, "--max-amount", "5000");
    await run("route", "put", ...method, "--account", product.demo.accounts.mock, "--priority", "1");
  };
  return { run, openMerchant, openMock };
}

function text(value: unknown): string {
  return z.string().parse(value);
}
