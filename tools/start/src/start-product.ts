import { mkdirSync } from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@compose-pay/database";
import type { Report } from "@compose-pay/local-stack";
import { buildPage } from "./build-page.ts";
import { choosePorts } from "./choose-ports.ts";
import {
  type AddedProcess,
  createProcessFleet,
  type FleetOptions,
  type PortName,
  portNames,
} from "./process-fleet.ts";
import { type ProductProcess, untilReady } from "./product-process.ts";
import { type DemoMerchant, seedFromSandbox } from "./seed-from-sandbox.ts";
import { type SeededOperator, seedOperator } from "./seed-operator.ts";
import { type ProcessName, type ServiceName, serviceNames } from "./service-plan.ts";

/** `folder` keeps the ports, too, and `report` is told each step with its seconds. */
export interface ProductOptions extends FleetOptions {
  /** The key of an earlier start, kept where it still works. */
  readonly apiKey?: string | undefined;
  /** Ports to take at the first start, where they are free. */
  readonly preferredPorts?: Partial<Record<PortName, number>>;
  /** Builds the console's page where it is older than its sources, and starts the console for this operator. */
  readonly console?: ConsoleWish | undefined;
  /** The services to start beside the sandbox; all when left out. */
  readonly only?: readonly ServiceName[];
}

export interface ConsoleWish {
  /** The operator of an earlier start, kept where the password still works. */
  readonly operator: { readonly email: string; readonly password: string } | null;
}

export interface StartedConsole extends SeededOperator {
  readonly url: string;
}

export interface Product {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly demo: DemoMerchant;
  /** Null when no console was asked for. */
  readonly console: StartedConsole | null;
  /** The process that has this name now. */
  process(name: ProcessName): ProductProcess;
  /** Starts a process of this name again, after it was stopped or killed, and waits until it is ready. */
  restart(name: ProcessName): Promise<void>;
  /** Starts one more process of a service beside those that run; it stops with the product. */
  addProcess(name: ServiceName): Promise<AddedProcess>;
  /** Stops all processes, those that take work first. */
  stop(): Promise<void>;
}

/** Migrates, starts the sandbox, seeds the demo merchant and starts the services; all are ready then. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  mkdirSync(options.folder, { recursive: true });
  const ports = await choosePorts(path.join(options.folder, "ports.json"), portNames, options.preferredPorts);
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const fleet = createProcessFleet(options, ports);
  // Beside what follows, since it takes as long as all of that.
  const page = options.console === undefined ? null : step(options.report, "console's page", buildPage);
  page?.catch(() => undefined);
  try {
    await step(options.report, "migrations", () => migrateDatabase(options.databaseUrl));
    await step(options.report, "sandbox", () => untilReady(fleet.start("sandbox")));
    const demo = await step(options.report, "demo merchant", () => seedFromSandbox(options, sandboxUrl));
    const operator = options.console === undefined ? null : await readyOperator(options, options.console);
    await page;
    const services = serviceNames.filter((name) => options.only?.includes(name) ?? true);
    const processes = operator === null ? services : [...services, "console" as const];
    await step(options.report, "services", () => Promise.all(processes.map(fleet.start).map(untilReady)));
    return {
      apiUrl: `http://127.0.0.1:${ports.ingress}`,
      sandboxUrl,
      demo,
      console: operator === null ? null : { url: `http://127.0.0.1:${ports.console}`, ...operator },
      process: fleet.named,
      restart: (name) => untilReady(fleet.start(name)),
      addProcess: fleet.add,
      stop: fleet.stop,
    };
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

function readyOperator(options: ProductOptions, wish: ConsoleWish): Promise<SeededOperator> {
  return step(options.report, "operator", () => seedOperator(options.databaseUrl, wish.operator));
}

async function step<Result>(report: Report, what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  report(`${what} ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  return result;
}
