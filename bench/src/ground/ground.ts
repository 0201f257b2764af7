import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { bringUpServers, type LocalServers } from "@compose-pay/local-stack";
import { checkoutFolder, type Product, type ServiceName, startProduct } from "@compose-pay/start";

export type Report = (line: string) => void;

/** What a benchmark stands on. */
export interface Ground {
  readonly folder: string;
  readonly servers: LocalServers;
  readonly report: Report;
  /** The product with its default settings, on these servers; all services when none are named. */
  startProduct(only?: readonly ServiceName[]): Promise<Product>;
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
  const products: Product[] = [];
  return {
    folder,
    servers,
    report,
    startProduct: async (only) => {
      const product = await startProduct({
        folder,
        databaseUrl: servers.databaseUrl,
        amqpUrl: servers.amqpUrl,
        redisUrl: servers.redisUrl,
        masterKey,
        report,
        ...(only === undefined ? {} : { only }),
      });
      products.push(product);
      return product;
    },
    close: async () => {
      for (const product of products) await product.stop();
      await servers.stop();
    },
  };
}
