import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "./logger.ts";
import { openRedis } from "./open-redis.ts";
import type { RedisConnection } from "./open-redis.ts";

const logger = createLogger({ service: "test", level: "silent" });
const closers: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe("openRedis", () => {
  it("fails commands at once while Redis is away, and goes on when it is back", async () => {
    const gate = await gateTo(redisUrl());
    const behind = redisUrl();
    behind.host = `127.0.0.1:${gate.port}`;
    const redis = opened(behind.href);
    await vi.waitUntil(() => redis.isReady(), { timeout: 10_000 });
    expect(await redis.client.ping()).toBe("PONG");

    gate.shut();
    await vi.waitUntil(() => !redis.isReady(), { timeout: 10_000 });
    await expect(redis.client.ping()).rejects.toThrow();

    gate.open();
    await vi.waitUntil(() => redis.isReady(), { timeout: 20_000 });
    expect(await redis.client.ping()).toBe("PONG");
  });

  it("does not wait for a Redis that never answers", async () => {
    const silent = await listening(createServer(() => {}));
    const redis = opened(`redis://127.0.0.1:${silent.port}`);
    await expect(redis.client.ping()).rejects.toThrow();
    expect(redis.isReady()).toBe(false);
  });
});

function redisUrl(): URL {
  const url = process.env["REDIS_URL"];
  if (url === undefined) throw new Error("REDIS_URL is not set");
  return new URL(url);
}

function opened(url: string): RedisConnection {
  const connection = openRedis(url, logger);
  closers.push(() => connection.close());
  return connection;
}

/** A TCP gate before Redis that can be shut, which also cuts what is open. */
async function gateTo(target: URL) {
  const sockets = new Set<Socket>();
  let isShut = false;
  const { port } = await listening(
    createServer((near) => {
      if (isShut) return void near.destroy();
      const far = connect(Number(target.port || 6379), target.hostname);
      for (const socket of [near, far]) sockets.add(socket.on("error", () => socket.destroy()));
      near.pipe(far).pipe(near);
    }),
  );
  const shut = () => {
    isShut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  closers.push(shut);
  return { port, shut, open: () => void (isShut = false) };
}

async function listening(server: ReturnType<typeof createServer>): Promise<AddressInfo> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("a TCP server has a port");
  return address;
}
