import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { defaultAccounts } from "./account-directory.ts";
import type { DemoAccounts } from "./account-directory.ts";
import { createApp } from "./app.ts";
import type { AccountFiles } from "./control/control-desk.ts";
import { openDatabase } from "./core/database.ts";
import { listen, stopListening, urlOf } from "./listen.ts";
import { openDesks } from "./open-desks.ts";

const defaultRefundDelayMs = 500;

export type SandboxOptions = {
  /** 127.0.0.1 unless given. */
  readonly host?: string | undefined;
  /** 0, the default, is any free port. */
  readonly port?: number | undefined;
  /** Keys, accounts, orders and notifications live here and survive a restart. */
  readonly dataDir: string;
  /** Where merchants reach the sandbox; the address it listens on unless given. */
  readonly publicUrl?: string | undefined;
  /** Numbers of the demo accounts, when the usual ones will not do. */
  readonly accounts?: Partial<DemoAccounts> | undefined;
  /** Host names beside loopback that WeChat notifications may reach over plain http. */
  readonly httpNotifyHosts?: readonly string[] | undefined;
  /** How long a refund takes, in milliseconds of the sandbox's clock; 500 unless given, 0 = no time. */
  readonly refundDelayMs?: number | undefined;
};

export type Sandbox = {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** The demo accounts, as a merchant's system is configured with them. */
  accounts(): AccountFiles;
  /** Stops listening, cuts what is under way and closes the data. */
  close(): Promise<void>;
};

/**
 * Starts both channels on one port. The first start in a `dataDir` makes the keys, which takes a
 * second or two. Rejects when the port cannot be had or the data is damaged.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const database = openDatabase(options.dataDir);
  try {
    return await open(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function open(database: DatabaseSync, options: SandboxOptions): Promise<Sandbox> {
  let url = "";
  const desks = await openDesks(database, {
    demo: { ...defaultAccounts, ...options.accounts },
    url: () => options.publicUrl?.replace(/\/$/, "") ?? url,
    httpNotifyHosts: options.httpNotifyHosts ?? [],
    refundDelayMs: options.refundDelayMs ?? defaultRefundDelayMs,
    billDir: join(options.dataDir, "bills"),
  });
  const server = await listen(createApp(desks), options.port ?? 0, options.host ?? "127.0.0.1");
  url = urlOf(server);
  const { notifier, refunds, autopay, accounts } = desks.control;
  notifier.pump();
  refunds.pump();
  return {
    url,
    accounts: () => accounts.demo(),
    async close() {
      autopay.close();
      refunds.close();
      await stopListening(server);
      await notifier.close();
      database.close();
    },
  };
}
