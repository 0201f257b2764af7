import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { createHttpCore, type HttpRequest } from "./http-core.ts";
import { createHttpFailover } from "./http-failover.ts";

/** Port 1 is refused at once. */
const nobody = "http://127.0.0.1:1";
let main: ScriptedServer;
let backup: ScriptedServer;

beforeAll(async () => {
  [main, backup] = await Promise.all([startScriptedServer(), startScriptedServer()]);
});
afterAll(() => Promise.all([main.close(), backup.close()]));
beforeEach(() => backup.play((_, response) => response.writeHead(200).end("backup")));

describe("a backup host", () => {
  it("gets the same request when the first cannot be reached", async () => {
    const http = createHttpFailover(createHttpCore(nobody), createHttpCore(backup.url));
    expect(await http.send(request())).toMatchObject({ kind: "answered", status: 200 });
    expect(backup.requests.at(-1)).toMatchObject({
      method: "POST",
      target: "/pay?a=1",
      body: "{}",
      headers: { authorization: "signed once" },
    });
    await http.dispose();
  });

  it.each([
    ["is reset", "connection_reset"],
    ["is never answered", "timeout"],
  ])("gets nothing of a request that %s, for it may have been worked on", async (_, failure) => {
    const http = createHttpFailover(createHttpCore(main.url), createHttpCore(backup.url));
    main.play(({ socket }) => (failure === "timeout" ? undefined : socket.resetAndDestroy()));
    const before = backup.requests.length;
    expect(await http.send(request(80))).toMatchObject({ kind: "failed", failure });
    expect(backup.requests).toHaveLength(before);
    await http.dispose();
  });

  it("that is away too leaves the request unsent", async () => {
    const http = createHttpFailover(createHttpCore(nobody), createHttpCore(nobody));
    expect(await http.send(request())).toMatchObject({ kind: "failed", failure: "connect_failed" });
    await http.dispose();
  });
});

function request(deadlineMs = 5_000): HttpRequest {
  return {
    method: "POST",
    target: "/pay?a=1",
    headers: { authorization: "signed once" },
    body: "{}",
    deadline: AbortSignal.timeout(deadlineMs),
  };
}
