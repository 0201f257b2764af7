import { migrateDatabase } from "@compose-pay/database";
import { createConnection } from "mysql2/promise";
import { z } from "zod";
import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { type Program, startProgram } from "../ground/programs.ts";
import { httpLoad, rawTransactions } from "./load-rounds.ts";
import type { RoundBounds, RoundResult } from "./round.ts";

/** One of the things that are measured side by side. */
export interface Contender {
  readonly name: string;
  readonly round: (bounds: RoundBounds) => Promise<RoundResult>;
}

export interface Floors {
  readonly contenders: readonly Contender[];
  stop(): Promise<void>;
}

export const floorNames = {
  raw: "floor: the transaction alone",
  plain: "floor: plain Express, mysql2, awaited confirm",
  empty: "floor: Express and validation, nothing stored",
} as const;

const floorQueue = "bench.floor";
const startWithinMs = 30_000;

/** What the product is held against, on the same servers, in a database and a queue of their own. */
export async function startFloors({ servers }: Ground, apiKey: string): Promise<Floors> {
  const { amqpUrl } = servers;
  const databaseUrl = await makeFloorDatabase(servers.databaseUrl);
  const plain = startProgram(new URL("./plain-service.ts", import.meta.url), {
    databaseUrl,
    amqpUrl,
    queue: floorQueue,
    apiKey,
  });
  const empty = startProgram(new URL("./empty-service.ts", import.meta.url), {});
  const clear = () => clearData({ ...servers, databaseUrl }, [floorQueue]);
  const over = async (service: Program): Promise<Contender["round"]> => {
    const { port } = await service.next(z.object({ port: z.int() }), startWithinMs);
    const target = { url: `http://127.0.0.1:${port}`, apiKey, method: "mock" } as const;
    return (bounds) => clear().then(() => httpLoad(bounds, target));
  };
  return {
    contenders: [
      {
        name: floorNames.raw,
        round: (bounds) => clear().then(() => rawTransactions(bounds, databaseUrl)),
      },
      { name: floorNames.plain, round: await over(plain) },
      { name: floorNames.empty, round: await over(empty) },
    ],
    stop: async () => {
      await Promise.all([plain.stop(), empty.stop()]);
    },
  };
}

/** The same tables in a database of their own, so that no floor touches the product's. */
async function makeFloorDatabase(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const name = `${url.pathname.slice(1)}_floor`;
  const connection = await createConnection(databaseUrl);
  await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
  await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
  await connection.end();
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return url.href;
}
