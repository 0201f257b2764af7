import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort, isPortFree } from "./free-port.ts";

describe("a free port", () => {
  it("can be listened on, and is not free any more then", async () => {
    const port = await freePort();
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    expect(await isPortFree(port)).toBe(false);
    server.close();
    await once(server, "close");
    expect(await isPortFree(port)).toBe(true);
  });

  it("lies below the ports of outgoing connections", async () => {
    expect(await freePort()).toBeLessThan(32_768);
  });
});
