import path from "node:path";
import { freePort, type Report } from "@compose-pay/local-stack";
import { launch, type ProductProcess, untilReady } from "./product-process.ts";
import { type ProcessName, type ServiceName, serviceNames } from "./service-plan.ts";

export const portNames = [
  "ingress",
  "sandbox",
  "console",
  "console-admin",
  ...serviceNames.map((name) => `${name}-admin` as const),
] as const;
export type PortName = (typeof portNames)[number];
export type Ports = Readonly<Record<PortName, number>>;

export interface FleetOptions {
  /** Logs, the sandbox's data and the archive of bills. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly redisUrl: string;
  readonly masterKey: string;
  readonly queuePrefix?: string;
  /** Settings beside those of the stack, by process. */
  readonly env?: Partial<Record<ProcessName, Readonly<Record<string, string>>>>;
  readonly report: Report;
}

export interface AddedProcess extends ProductProcess {
  /** Where an ingress listens; nobody does for the other services. */
  readonly apiUrl: string;
}

/** The processes of one product. */
export interface ProcessFleet {
  /** Starts the process that has this name from now on; it is not ready yet. */
  readonly start: (name: ProcessName) => ProductProcess;
  /** Starts one more process of a service, on ports of its own, and waits until it is ready. */
  readonly add: (name: ServiceName) => Promise<AddedProcess>;
  readonly named: (name: ProcessName) => ProductProcess;
  /** Stops all, those that take work first. */
  readonly stop: () => Promise<void>;
}

/** A developer's own server and those of tests are reached by webhooks, on whatever port they are. */
export const merchantsOnThisMachine = {
  WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8,::1/128",
  WEBHOOK_ALLOWED_PORTS: "1-65535",
};

/** Channel accounts may point to the sandbox, and to whatever else a developer lets speak its protocols here. */
export const channelsOnThisMachine = { CHANNEL_ALLOWED_HOSTS: "127.0.0.1,localhost" };

/** How long a process may take to finish what it has begun. */
const stopWithinMs = 25_000;

export function createProcessFleet(options: FleetOptions, ports: Ports): ProcessFleet {
  const running = new Map<ProcessName, ProductProcess>();
  const added: ProductProcess[] = [];
  return {
    start: (name) => {
      const one = launchAt(options, name, { own: ports, ingress: ports.ingress });
      running.set(name, one);
      return one;
    },
    add: async (name) => {
      const own = { ...ports, ingress: await freePort(), [`${name}-admin`]: await freePort() };
      const one = launchAt(options, name, { own, ingress: ports.ingress });
      added.push(one);
      await untilReady(one);
      return { ...one, apiUrl: `http://127.0.0.1:${own.ingress}` };
    },
    named: (name) => {
      const one = running.get(name);
      if (one === undefined) throw new Error(`${name} was not started`);
      return one;
    },
    stop: async () => {
      await Promise.all(added.map((one) => one.process.stop(stopWithinMs)));
      await running.get("console")?.process.stop(stopWithinMs);
      for (const name of serviceNames.toReversed()) await running.get(name)?.process.stop(stopWithinMs);
      await running.get("sandbox")?.process.stop(stopWithinMs);
    },
  };
}

/** `own` are the ports of this process, `ingress` is the one by which everybody reaches the product. */
interface Places {
  readonly own: Ports;
  readonly ingress: number;
}

function launchAt(options: FleetOptions, name: ProcessName, places: Places): ProductProcess {
  const { own } = places;
  const isSandbox = name === "sandbox";
  return launch(name, {
    env: { ...environmentOf(options, name, places), ...options.env?.[name] },
    healthUrl: `http://127.0.0.1:${isSandbox ? `${own.sandbox}/healthz` : `${own[`${name}-admin`]}/readyz`}`,
    logFolder: path.join(options.folder, "logs"),
    report: options.report,
  });
}

function environmentOf(
  options: FleetOptions,
  name: ProcessName,
  { own, ingress }: Places,
): Readonly<Record<string, string>> {
  if (name === "sandbox") {
    return { SANDBOX_PORT: String(own.sandbox), SANDBOX_DATA_DIR: path.join(options.folder, "sandbox") };
  }
  return {
    DATABASE_URL: options.databaseUrl,
    AMQP_URL: options.amqpUrl,
    REDIS_URL: options.redisUrl,
    MASTER_KEY: options.masterKey,
    PUBLIC_URL: `http://127.0.0.1:${ingress}`,
    PORT: String(name === "console" ? own.console : own.ingress),
    ADMIN_PORT: String(own[`${name}-admin`]),
    QUEUE_PREFIX: options.queuePrefix ?? "",
    ARCHIVE_URL: path.resolve(options.folder, "archive"),
    ...merchantsOnThisMachine,
    ...channelsOnThisMachine,
  };
}
