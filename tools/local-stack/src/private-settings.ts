import { randomBytes } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson } from "./read-json.ts";

/** What the private servers listen on, all on 127.0.0.1. */
type PortName = "mysql" | "rabbitmq" | "rabbitmqDistribution" | "epmd" | "redis";

export type Ports = Readonly<Record<PortName, number>>;

/** What must stay the same from one start to the next, for the data on disk and for people's bookmarks. */
export interface PrivateSettings {
  readonly ports: Ports;
  /** Other users of this machine reach the loopback ports too, so every server asks for it. */
  readonly password: string;
}

/** How ports are looked at and found. */
export interface PortFinder {
  readonly isPortFree: (port: number) => Promise<boolean>;
  readonly freePort: () => Promise<number>;
}

const port = z.int().min(1).max(65_535);
const settingsSchema = z.object({
  ports: z.object({ mysql: port, rabbitmq: port, rabbitmqDistribution: port, epmd: port, redis: port }),
  password: z.string().regex(/^[0-9a-f]{32}$/),
});

/** The settings remembered in `dataDir`, with new ports for those that are taken; all new at the first start. */
export async function settlePrivateSettings(dataDir: string, finder: PortFinder): Promise<PrivateSettings> {
  const file = join(dataDir, "servers.json");
  const known = settingsSchema.safeParse(readJson(file)).data;
  const settings = {
    ports: await settlePorts(known?.ports, finder),
    password: known?.password ?? randomBytes(16).toString("hex"),
  };
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return settings;
}

/** Keeps each remembered port that is still free and finds another, no port twice, for each that is not. */
export async function settlePorts(known: Ports | undefined, finder: PortFinder): Promise<Ports> {
  const taken = new Set<number>();
  const settle = async (name: keyof Ports): Promise<number> => {
    let candidate = known?.[name] ?? (await finder.freePort());
    while (taken.has(candidate) || !(await finder.isPortFree(candidate))) candidate = await finder.freePort();
    taken.add(candidate);
    return candidate;
  };
  return {
    mysql: await settle("mysql"),
    rabbitmq: await settle("rabbitmq"),
    rabbitmqDistribution: await settle("rabbitmqDistribution"),
    epmd: await settle("epmd"),
    redis: await settle("redis"),
  };
}
