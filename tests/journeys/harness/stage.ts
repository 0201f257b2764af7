import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Product, type ProductOptions, type ServiceName, startProduct } from "@compose-pay/start";
import {
  freshDatabase,
  freshQueuePrefix,
  serverUrl,
  startTcpProxy,
  type TcpProxy,
} from "@compose-pay/test-support";
import { type Books, openBooks } from "./books.ts";
import { type Broker, openBroker } from "./broker.ts";
import { createCustomer, type Customer } from "./customer.ts";
import { findLeaks } from "./leaks.ts";
import { findInLogs } from "./logs.ts";
import { createMerchant, type Merchant } from "./merchant.ts";
import { openShop, type Shop } from "./shop.ts";

/** The lines between the product and what it stands on, to be cut and restored. */
export interface Lines {
  readonly database: TcpProxy;
  readonly broker: TcpProxy;
  readonly redis: TcpProxy;
}

/** The whole product as processes, on a database and queues of its own, with everybody who deals with it. */
export interface Stage {
  readonly product: Product;
  /** The demo merchant. */
  readonly merchant: Merchant;
  readonly customer: Customer;
  /** Where the demo merchant's webhooks go, by the `notify_url` of its payments. */
  readonly shop: Shop;
  /** The database as it is, past the product and past its line. */
  readonly books: Books;
  readonly broker: Broker;
  readonly lines: Lines;
  readonly databaseUrl: string;
  readonly masterKey: string;
  /** Where bills are kept. */
  readonly archiveUrl: string;
  /** Secrets of this stage that stand readable in a log file, as `<file>: <which>`. */
  leaks(): Promise<readonly string[]>;
  /** Lines of the log files that match. */
  logged(pattern: RegExp): readonly string[];
  close(): Promise<void>;
}

export interface StageOptions {
  /** Settings of processes beside those of the stack. */
  readonly env?: ProductOptions["env"];
  /** The services to start; all when left out. */
  readonly only?: readonly ServiceName[];
  /** With the console, and an operator of its own. */
  readonly withConsole?: boolean;
}

/** Starts everything; takes several seconds, so that a file of journeys shares one. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  await using onFailure = new AsyncDisposableStack();
  const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-journey-"));
  onFailure.defer(() => rmSync(folder, { recursive: true, force: true }));
  const database = await freshDatabase();
  onFailure.defer(() => database.drop());
  const { prefix } = freshQueuePrefix();
  const broker = await openBroker(serverUrl("AMQP_URL"), prefix);
  onFailure.defer(() => broker.close());
  const lines = await openLines(database.url);
  onFailure.defer(() => closeLines(lines));
  const masterKey = randomBytes(32).toString("base64");
  const product = await startProduct({
    folder,
    databaseUrl: lines.database.url,
    amqpUrl: lines.broker.url,
    redisUrl: lines.redis.url,
    masterKey,
    queuePrefix: prefix,
    env: options.env ?? {},
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.withConsole === true ? { console: { operator: null } } : {}),
    report: reportTrouble,
  });
  onFailure.defer(() => product.stop());
  const books = await openBooks(database.url);
  onFailure.defer(() => books.close());
  const shop = await openShop(product.demo.webhookSecret);
  onFailure.defer(() => shop.close());
  const { apiUrl, sandboxUrl, demo } = product;
  const logFolder = path.join(folder, "logs");
  const atEnd = onFailure.move();
  return {
    product,
    merchant: createMerchant({ apiUrl, apiKey: demo.apiKey, notifyUrl: shop.url }),
    customer: createCustomer(sandboxUrl),
    shop,
    books,
    broker,
    lines,
    databaseUrl: database.url,
    masterKey,
    archiveUrl: path.join(folder, "archive"),
    leaks: () => findLeaks({ product, masterKey, logFolder }),
    logged: (pattern) => findInLogs(logFolder, pattern),
    close: () => atEnd.disposeAsync(),
  };
}

async function openLines(databaseUrl: string): Promise<Lines> {
  const [database, broker, redis] = await Promise.all([
    startTcpProxy(databaseUrl),
    startTcpProxy(serverUrl("AMQP_URL")),
    startTcpProxy(serverUrl("REDIS_URL")),
  ]);
  return { database, broker, redis };
}

async function closeLines({ database, broker, redis }: Lines): Promise<void> {
  await Promise.all([database.close(), broker.close(), redis.close()]);
}

/** The steps of the start are nobody's business here; what ends although nobody asked it to is. */
function reportTrouble(line: string): void {
  if (line.includes("unexpectedly")) console.error(line);
}
