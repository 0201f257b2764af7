import { mkdirSync } from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@compose-pay/database";
import type { Report } from "@compose-pay/local-stack";
import { choosePorts } from "./choose-ports.ts";
import { launch, type ProductProcess, untilReady } from "./product-process.ts";
import { type DemoMerchant, seedFromSandbox } from "./seed-from-sandbox.ts";
import { type ProcessName, type ServiceName, serviceNames } from "./service-plan.ts";

export interface ProductOptions {
  /** Logs, ports and the sandbox's data. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly redisUrl: string;
  /** 32 bytes in base64. */
  readonly masterKey: string;
  /** The key of an earlier start, kept where it still works. */
  readonly apiKey?: string | undefined;
  readonly queuePrefix?: string;
  /** Ports to take at the first start, where they are free. */
  readonly preferredPorts?: Partial<Record<PortName, number>>;
  /** The services to start beside the sandbox; all when left out. */
  readonly only?: readonly ServiceName[];
  /** Settings beside those of the stack, by process. */
  readonly env?: Partial<Record<ProcessName, Readonly<Record<string, string>>>>;
  /** Told each step with its seconds, and what ends although nobody asked it to. */
  readonly report: Report;
}

export interface Product {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly demo: DemoMerchant;
  /** The process that has this name now. */
  process(name: ProcessName): ProductProcess;
  /** Starts a process of this name again, after it was stopped or killed, and waits until it is ready. */
  restart(name: ProcessName): Promise<void>;
  /** Stops all processes, those that take work first. */
  stop(): Promise<void>;
}

const portNames = ["ingress", "sandbox", ...serviceNames.map((name) => `${name}-admin` as const)] as const;
type PortName = (typeof portNames)[number];

/** How long a process may take to finish what it has begun. */
const stopWithinMs = 25_000;

/** Migrates, starts the sandbox, seeds the demo merchant and starts the services; all are ready then. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  mkdirSync(options.folder, { recursive: true });
  const ports = await choosePorts(path.join(options.folder, "ports.json"), portNames, options.preferredPorts);
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const apiUrl = `http://127.0.0.1:${ports.ingress}`;
  const running = new Map<ProcessName, ProductProcess>();
  const start = (name: ProcessName): ProductProcess => {
    const healthUrl =
      name === "sandbox" ? `${sandboxUrl}/healthz` : `http://127.0.0.1:${ports[`${name}-admin`]}/readyz`;
    const env = { ...environmentOf(name, { options, ports, apiUrl }), ...options.env?.[name] };
    const logFolder = path.join(options.folder, "logs");
    const one = launch(name, { env, healthUrl, logFolder, report: options.report });
    running.set(name, one);
    return one;
  };
  const stop = async () => {
    const inOrder = [...serviceNames.toReversed(), "sandbox" as const];
    for (const name of inOrder) await running.get(name)?.process.stop(stopWithinMs);
  };

  try {
    await step(options.report, "migrations", () => migrateDatabase(options.databaseUrl));
    await step(options.report, "sandbox", () => untilReady(start("sandbox")));
    const demo = await step(options.report, "demo merchant", () => seedFromSandbox(options, sandboxUrl));
    const services = serviceNames.filter((name) => options.only?.includes(name) ?? true);
    await step(options.report, "services", () => Promise.all(services.map(start).map(untilReady)));
    return {
      apiUrl,
      sandboxUrl,
      demo,
      process: (name) => processNamed(running, name),
      restart: (name) => untilReady(start(name)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function processNamed(running: ReadonlyMap<ProcessName, ProductProcess>, name: ProcessName): ProductProcess {
  const one = running.get(name);
  if (one === undefined) throw new Error(`${name} was not started`);
  return one;
}

function environmentOf(
  name: ProcessName,
  {
    options,
    ports,
    apiUrl,
  }: {
    readonly options: ProductOptions;
    readonly ports: Readonly<Record<PortName, number>>;
    readonly apiUrl: string;
  },
): Readonly<Record<string, string>> {
  if (name === "sandbox") {
    return {
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_DATA_DIR: path.join(options.folder, "sandbox"),
    };
  }
  return {
    DATABASE_URL: options.databaseUrl,
    AMQP_URL: options.amqpUrl,
    REDIS_URL: options.redisUrl,
    MASTER_KEY: options.masterKey,
    PUBLIC_URL: apiUrl,
    PORT: String(ports.ingress),
    ADMIN_PORT: String(ports[`${name}-admin`]),
    QUEUE_PREFIX: options.queuePrefix ?? "",
  };
}

async function step<Result>(report: Report, what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  report(`${what} ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  return result;
}
