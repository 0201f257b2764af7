import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { bringUpServers, type LocalServers } from "@compose-pay/local-stack";
import { channelsOnThisMachine, merchantsOnThisMachine } from "./process-fleet.ts";
import { checkoutFolder } from "./product-process.ts";
import { readStackFile, type StackFile, writeStackFile } from "./stack-file.ts";
import { type Product, startProduct } from "./start-product.ts";
import { takeTour } from "./take-tour.ts";
import { addresses, progress } from "./words.ts";

export interface StackOptions {
  readonly once: boolean;
  readonly fresh: boolean;
  /** Where the data lives; `.local` of the checkout when left out. */
  readonly data?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when somebody wants the stack to stop. */
  readonly stopAsked: Promise<void>;
}

/** Where a stack keeps everything. */
interface Place {
  readonly folder: string;
  readonly stackFile: string;
}

/**
 * Brings everything up, shows that it works, and serves until it is asked to stop. Whatever was started is
 * stopped in the end, also when something failed on the way.
 *
 * @returns whether the tour went well
 */
export async function startStack(options: StackOptions): Promise<boolean> {
  const report = progress();
  const folder = path.resolve(options.data ?? path.join(checkoutFolder, ".local"));
  const place = { folder, stackFile: path.join(folder, "stack.json") };
  report(`compose-pay, data under ${folder}`);
  if (options.fresh) forget(place);
  const servers = await bringUpServers({
    dataDir: path.join(folder, "servers"),
    fresh: options.fresh,
    report,
    env: options.env,
  });
  try {
    return await serve(options, { place, servers, report });
  } finally {
    await servers.stop();
    report("stopped; nothing is left running, and the data is kept");
  }
}

async function serve(
  options: StackOptions,
  {
    place,
    servers,
    report,
  }: { readonly place: Place; readonly servers: LocalServers; readonly report: (line: string) => void },
): Promise<boolean> {
  const before = readStackFile(place.stackFile);
  const masterKey = options.env["MASTER_KEY"] ?? before?.master_key ?? randomBytes(32).toString("base64");
  const queuePrefix = options.env["QUEUE_PREFIX"] ?? "";
  const product = await startProduct({
    folder: path.join(place.folder, "product"),
    ...servers,
    masterKey,
    queuePrefix,
    apiKey: before?.api_key,
    console: { operator: before?.operator ?? null },
    preferredPorts: { ingress: 8_080, sandbox: 8_081, console: 8_082 },
    report,
  });
  try {
    const stack = describeStack(servers, product, { masterKey, queuePrefix });
    writeStackFile(place.stackFile, stack);
    const isWell = await takeTour(stack, report);
    if (options.once) return isWell;
    console.log(addresses(stack, place.stackFile));
    await options.stopAsked;
    report("stopping");
    return isWell;
  } finally {
    await product.stop();
  }
}

function describeStack(
  servers: LocalServers,
  product: Product,
  { masterKey, queuePrefix }: { readonly masterKey: string; readonly queuePrefix: string },
): StackFile {
  return {
    api_url: product.apiUrl,
    api_key: product.demo.apiKey,
    console_url: product.console?.url ?? null,
    operator: operatorOf(product),
    sandbox_url: product.sandboxUrl,
    database_url: servers.databaseUrl,
    amqp_url: servers.amqpUrl,
    redis_url: servers.redisUrl,
    webhook_secret: product.demo.webhookSecret,
    accounts: product.demo.accounts,
    master_key: masterKey,
    queue_prefix: queuePrefix,
    webhook_allowed_cidrs: merchantsOnThisMachine.WEBHOOK_ALLOWED_CIDRS,
    webhook_allowed_ports: merchantsOnThisMachine.WEBHOOK_ALLOWED_PORTS,
    channel_allowed_hosts: channelsOnThisMachine.CHANNEL_ALLOWED_HOSTS,
  };
}

/** Null when somebody has changed the password. */
function operatorOf({ console }: Product): StackFile["operator"] {
  return console === null || console.password === null
    ? null
    : { email: console.email, password: console.password };
}

/** The servers wipe their own data; this is what the product keeps beside them. */
function forget({ folder, stackFile }: Place): void {
  rmSync(path.join(folder, "product"), { recursive: true, force: true });
  rmSync(stackFile, { force: true });
}
