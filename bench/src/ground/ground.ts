import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { runCli } from "@compose-pay/cli";
import { bringUpServers, type LocalServers } from "@compose-pay/local-stack";
import { systemClock } from "@compose-pay/runtime";
import {
  checkoutFolder,
  type Product,
  type ProductOptions,
  type ServiceName,
  startProduct,
} from "@compose-pay/start";

export type Report = (line: string) => void;

/** What a benchmark stands on. */
export interface Ground {
  readonly folder: string;
  readonly servers: LocalServers;
  readonly report: Report;
  /** The product with its default settings but for these, on these servers; all services when none are named. */
  startProduct(
    only?: readonly ServiceName[],
    env?: ProductOptions["env"],
    more?: { readonly withConsole: boolean },
  ): Promise<Product>;
  /** Runs a command of the command line on these servers, and answers its JSON. */
  runCli(...args: readonly string[]): Promise<unknown>;
  /** The same command line with settings beside those of the servers. */
  cliWith(env: Readonly<Record<string, string>>): Ground["runCli"];
  /** Stops what was started, the product first. */
  close(): Promise<void>;
}

const benchFolder = path.join(checkoutFolder, ".local", "bench");

/** Fresh private servers, or those that the environment names, whose data stays as it is. */
export async function prepareGround(report: Report): Promise<Ground> {
  const servers = await bringUpServers({
    dataDir: path.join(benchFolder, "servers"),
    fresh: true,
    env: process.env,
    report,
  });
  const folder = path.join(benchFolder, "product");
  rmSync(folder, { recursive: true, force: true });
  const masterKey = randomBytes(32).toString("base64");
  const cliSettings = {
    DATABASE_URL: servers.databaseUrl,
    MASTER_KEY: masterKey,
    CHANNEL_ALLOWED_HOSTS: "127.0.0.1",
  };
  const products: Product[] = [];
  return {
    folder,
    servers,
    report,
    startProduct: async (only, env, { withConsole = false } = { withConsole: false }) => {
      const product = await startProduct({
        folder,
        databaseUrl: servers.databaseUrl,
        amqpUrl: servers.amqpUrl,
        redisUrl: servers.redisUrl,
        masterKey,
        report,
        ...(only === undefined ? {} : { only }),
        ...(env === undefined ? {} : { env }),
        ...(withConsole ? { console: { operator: null } } : {}),
      });
      products.push(product);
      return product;
    },
    runCli: (...args) => runOnServers(cliSettings, args),
    cliWith:
      (env) =>
      (...args) =>
        runOnServers({ ...cliSettings, ...env }, args),
    close: async () => {
      for (const product of products) await product.stop();
      await servers.stop();
    },
  };
}

async function runOnServers(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<unknown> {
  let printed = "";
  let said = "";
  const code = await runCli([...args, "--json"], {
    env,
    stackFile: "/nowhere/stack.json",
    clock: systemClock,
    out: (text) => (printed += text),
    err: (text) => (said += text),
  });
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(" ")} ended with ${code}: ${said}`);
  return JSON.parse(printed);
}
